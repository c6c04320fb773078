-- phasegate: do contract (retire)
-- rollout: rename_constraint_reviews_review_etc, plan 70856adc
-- what: rename constraint reviews_answers_fkey of reviews to answers_fk
--   locks: ACCESS EXCLUSIVE on public.reviews (all wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'answers_fk'))
-- what: rename constraint c; -- of reviews to reviews_answers_fkey
--   locks: ACCESS EXCLUSIVE on public.reviews (all wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_answers_fkey') AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'answers_fk') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'c; --'))
-- what: rename constraint reviews_code_key of reviews to one_code
--   locks: ACCESS EXCLUSIVE on public.reviews (all wait, instant); SHARE UPDATE EXCLUSIVE on public.reviews.reviews_code_key (nobody waits, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'one_code') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_code_key'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_constraint_reviews_review_etc",
  "plan_id": "70856adc",
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
  "part": "retire",
  "sessions": false,
  "tables": [
    "public.reviews"
  ],
  "touches": [
    "constraint public.reviews.\"c; --\"",
    "constraint public.reviews.reviews_answers_fkey",
    "constraint public.reviews.answers_fk",
    "constraint public.reviews.reviews_answers_fkey",
    "constraint public.reviews.one_code",
    "constraint public.reviews.reviews_code_key"
  ],
  "fingerprint": "fce33484e509b871896a5874c36d7364",
  "conditions": [],
  "unproven": [
    "constraint public.reviews.\"c; --\"",
    "constraint public.reviews.answers_fk",
    "constraint public.reviews.one_code",
    "constraint public.reviews.reviews_answers_fkey",
    "constraint public.reviews.reviews_code_key"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- rename constraint reviews_answers_fkey of reviews to answers_fk
  IF ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'answers_fk'))) IS NOT TRUE THEN
    ALTER TABLE public.reviews RENAME CONSTRAINT reviews_answers_fkey TO answers_fk;
  END IF;
  -- rename constraint c; -- of reviews to reviews_answers_fkey
  IF ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_answers_fkey') AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'answers_fk') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'c; --'))) IS NOT TRUE THEN
    ALTER TABLE public.reviews RENAME CONSTRAINT "c; --" TO reviews_answers_fkey;
    COMMENT ON CONSTRAINT reviews_answers_fkey ON public.reviews IS 'it''s new';
  END IF;
  -- rename constraint reviews_code_key of reviews to one_code
  IF ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'one_code') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_code_key'))) IS NOT TRUE THEN
    ALTER TABLE public.reviews RENAME CONSTRAINT reviews_code_key TO one_code;
  END IF;
END
$phasegate$;
RESET statement_timeout;
