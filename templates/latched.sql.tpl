{{#HEADER}}-- {{LINE}}
{{/HEADER}}
SET default_transaction_read_only = on;
SET lock_timeout = '{{LOCK_TIMEOUT}}';
SET statement_timeout = '{{STATEMENT_TIMEOUT}}';
SET row_security = off;
DO {{QUOTE}}
DECLARE
  phasegate_spec constant jsonb := {{SPEC}};
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
{{#STEP}}
{{#BEFORE}}
  IF ({{CONDITION}}) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = {{MESSAGE}};
  END IF;
{{/BEFORE}}
{{/STEP}}
END
{{QUOTE}};
{{#STEP}}
{{#COMMENT}}-- {{LINE}}
{{/COMMENT}}
{{#STATEMENT}}
{{SQL}};
{{/STATEMENT}}
{{/STEP}}
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
