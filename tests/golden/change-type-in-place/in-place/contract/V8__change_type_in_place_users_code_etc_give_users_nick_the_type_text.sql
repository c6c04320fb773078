-- phasegate: do contract (swap)
-- rollout: change_type_in_place_users_code_etc, plan f83755cb
-- what: give users.nick the type text
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.long_nicks (all wait, instant); ACCESS EXCLUSIVE on public.nicks (all wait, instant)
--   undo: yes
--   note: set aside and put back in the same transaction, with owners, rights, options, defaults and comments: policy public.users."by; nick", rule public.users.users_rule, trigger public.users.users_nick, view public.long_nicks, view public.nicks
--   note: prepared statements that return the column fail with "cached plan must not change result type" until they are prepared again
--   note: changes the catalog only; undo rewrites the table under ACCESS EXCLUSIVE (rows unknown (never analysed), 0.0 MB with indexes), within statement_timeout
--   verify: COALESCE(phasegate.column_type('public.users', 'nick') = 'text', false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_in_place_users_code_etc",
  "plan_id": "f83755cb",
  "environment": "default",
  "phase": "contract",
  "direction": "do",
  "applications": [
    {
      "name": "app",
      "scheme": "semver",
      "from": "1.0.0",
      "adopts": "2.0.0",
      "retires": "2.0.0"
    }
  ],
  "part": "swap",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "constraint public.users.users_nick_check",
    "column public.users.code",
    "column public.users.nick",
    "index public.users_nick_idx",
    "policy public.users.\"by; nick\"",
    "rule public.users.users_rule",
    "trigger public.users.users_nick",
    "view public.long_nicks",
    "view public.nicks"
  ],
  "fingerprint": "91334ffb57dea8f3117837913761988a",
  "conditions": [
    {
      "sql": "COALESCE(phasegate.column_type('public.users', 'code') = 'character varying(5)', false)",
      "otherwise": "column public.users.code does not have the type character varying(5)"
    }
  ],
  "unproven": [
    "constraint public.users.users_nick_check"
  ],
  "soak_seconds": 0,
  "asks_reprepare": true,
  "clients_reprepare": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- give users.nick the type text
  IF (COALESCE(phasegate.column_type('public.users', 'nick') = 'text', false)) IS NOT TRUE THEN
    CALL phasegate.set_aside('public.users', ARRAY['nick']);
    ALTER TABLE public.users DROP CONSTRAINT users_nick_check;
    ALTER TABLE public.users ALTER COLUMN nick DROP DEFAULT,
      ALTER COLUMN nick TYPE text,
      ALTER COLUMN nick SET DEFAULT 'nobody';
    ALTER TABLE public.users ADD CONSTRAINT users_nick_check CHECK (nick <> '') NOT VALID;
    COMMENT ON CONSTRAINT users_nick_check ON public.users IS 'it''s said';
    CALL phasegate.put_back('public.users');
  END IF;
END
$phasegate$;
RESET statement_timeout;
