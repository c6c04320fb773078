-- Versions compare by a declared scheme, never as text. The C++ twin is planner/gate/version.cpp; a test holds them equal.

CREATE OR REPLACE FUNCTION phasegate.lock_key() RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$ SELECT 8099831078076244340 $function$;
COMMENT ON FUNCTION phasegate.lock_key() IS
  'Advisory lock key of whoever changes this database for phasegate: the runner holds it as a session lock, every guard takes it for its transaction';

-- Digits of any length as numbers: the longer is the greater once leading zeros are gone.
CREATE OR REPLACE FUNCTION phasegate.compare_numbers(a text, b text) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  x text COLLATE "C" := ltrim(a, '0');
  y text COLLATE "C" := ltrim(b, '0');
BEGIN
  IF length(x) <> length(y) THEN
    RETURN sign(length(x) - length(y))::integer;
  END IF;
  RETURN CASE WHEN x < y THEN -1 WHEN x > y THEN 1 ELSE 0 END;
END
$function$;

-- Pre-releases of SemVer 2.0.0, point 11.4; '' is no pre-release and ranks above all of them.
CREATE OR REPLACE FUNCTION phasegate.compare_prereleases(a text, b text) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  x text[] := string_to_array(a, '.');
  y text[] := string_to_array(b, '.');
  p text COLLATE "C";
  q text COLLATE "C";
  result integer;
BEGIN
  IF a = '' OR b = '' THEN
    RETURN (a = '')::integer - (b = '')::integer;
  END IF;
  FOR i IN 1 .. least(cardinality(x), cardinality(y)) LOOP
    p := x[i];
    q := y[i];
    result := CASE
      WHEN p ~ '^[0-9]+$' AND q ~ '^[0-9]+$' THEN phasegate.compare_numbers(p, q)
      WHEN p ~ '^[0-9]+$' THEN -1
      WHEN q ~ '^[0-9]+$' THEN 1
      WHEN p < q THEN -1
      WHEN p > q THEN 1
      ELSE 0 END;
    IF result <> 0 THEN
      RETURN result;
    END IF;
  END LOOP;
  RETURN sign(cardinality(x) - cardinality(y))::integer;
END
$function$;

-- What is wrong with a version; NULL when nothing is.
CREATE OR REPLACE FUNCTION phasegate.version_error(version text, scheme text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  number constant text := '(0|[1-9][0-9]*)';
  part constant text := '(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)';
  build constant text := '([+][0-9A-Za-z-]+([.][0-9A-Za-z-]+)*)?';
BEGIN
  IF version IS NULL THEN
    RETURN 'the version is missing';
  ELSIF scheme = 'semver' THEN
    IF version COLLATE "C" ~ ('^' || number || '[.]' || number || '[.]' || number || '(-' || part || '([.]' || part || ')*)?' || build || '$') THEN
      RETURN NULL;
    END IF;
    RETURN format('version "%s" is not SemVer 2.0.0 (like 2.4.0 or 2.4.0-rc.1, without a leading v)', version);
  ELSIF scheme = 'integer' THEN
    IF version COLLATE "C" ~ '^[0-9]+$' THEN
      RETURN NULL;
    END IF;
    RETURN format('version "%s" is not an integer (like 42)', version);
  ELSIF scheme = 'calendar' THEN
    IF version COLLATE "C" ~ '^[0-9]+([.][0-9]+)*$' THEN
      RETURN NULL;
    END IF;
    RETURN format('version "%s" is not a calendar version (numbers and dots, like 2026.11.2)', version);
  END IF;
  RETURN format('version scheme "%s" is not one of semver, integer, calendar', scheme);
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.compare_versions(a text, b text, scheme text) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  wrong constant text := coalesce(phasegate.version_error(a, scheme), phasegate.version_error(b, scheme));
  x text[];
  y text[];
  result integer;
BEGIN
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION '%', wrong USING ERRCODE = 'PG001';
  END IF;
  x := string_to_array(CASE WHEN scheme = 'semver' THEN split_part(split_part(a, '+', 1), '-', 1) ELSE a END, '.');
  y := string_to_array(CASE WHEN scheme = 'semver' THEN split_part(split_part(b, '+', 1), '-', 1) ELSE b END, '.');
  FOR i IN 1 .. greatest(cardinality(x), cardinality(y)) LOOP
    result := phasegate.compare_numbers(coalesce(x[i], '0'), coalesce(y[i], '0'));
    IF result <> 0 THEN
      RETURN result;
    END IF;
  END LOOP;
  IF scheme = 'semver' THEN
    RETURN phasegate.compare_prereleases(coalesce(substring(split_part(a, '+', 1) FROM '-(.*)$'), ''),
                                         coalesce(substring(split_part(b, '+', 1) FROM '-(.*)$'), ''));
  END IF;
  RETURN 0;
END
$function$;
COMMENT ON FUNCTION phasegate.compare_versions(text, text, text) IS
  '-1, 0 or 1. Schemes: semver (2.0.0, build metadata does not count), integer, calendar (a missing part is 0)';

-- The lowest (direction = -1) or highest (1) of some versions; NULL when there are none.
CREATE OR REPLACE FUNCTION phasegate.extreme_version(versions text[], scheme text, direction integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  result text;
  candidate text;
BEGIN
  FOREACH candidate IN ARRAY coalesce(versions, '{}') LOOP
    IF result IS NULL OR phasegate.compare_versions(candidate, result, scheme) = direction THEN
      result := candidate;
    END IF;
  END LOOP;
  RETURN result;
END
$function$;

