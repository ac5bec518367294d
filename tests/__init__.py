"""The tests of the product; a package, so that no other package of this name is taken for it."""
