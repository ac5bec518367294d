#!/bin/sh
# Makes .venv with the first Python that is new enough, and uv in it. Called by the Makefile.
set -eu

python=""
for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or newer was not found. Install it, or name it: make PYTHON=/path/to/python3" >&2
    exit 1
fi

# An environment whose Python has been removed or that was copied from elsewhere is made anew.
if [ -x .venv/bin/python ] && ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    rm -rf .venv
fi
if [ ! -x .venv/bin/python ] && ! "$python" -m venv .venv 2>.venv-problem; then
    # Debian keeps venv's pip in a package of its own; the system's pip serves as well, where there is one.
    rm -rf .venv
    "$python" -m venv --without-pip .venv
    if ! "$python" -m pip --version >/dev/null 2>&1; then
        cat .venv-problem >&2
        rm -rf .venv .venv-problem
        echo "This Python has no pip to begin with. On Debian or Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
fi
rm -f .venv-problem

if [ ! -x .venv/bin/uv ]; then
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
    else
        "$python" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
    fi
fi
