"""A saved state is never changed, whoever asks, and goes only together with its workshop."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reviews_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The saved state % is immutable and cannot be changed.', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER saved_state_is_immutable BEFORE UPDATE ON reviews_savedstate
    FOR EACH ROW EXECUTE FUNCTION reviews_refuse_change();

CREATE FUNCTION reviews_refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM workshops_workshop WHERE id = OLD.workshop_id) THEN
        RAISE EXCEPTION 'The saved state % is immutable and can only be deleted with its workshop.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

-- Asked at the end of the transaction: children are deleted before their workshop.
CREATE CONSTRAINT TRIGGER saved_state_goes_with_its_workshop AFTER DELETE ON reviews_savedstate
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reviews_refuse_deletion();
"""

BACKWARD = """
DROP TRIGGER saved_state_goes_with_its_workshop ON reviews_savedstate;
DROP FUNCTION reviews_refuse_deletion();
DROP TRIGGER saved_state_is_immutable ON reviews_savedstate;
DROP FUNCTION reviews_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
