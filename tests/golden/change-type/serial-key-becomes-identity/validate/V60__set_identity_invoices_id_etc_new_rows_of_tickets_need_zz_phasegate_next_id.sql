-- phasegate: do validate (enforce)
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: new rows of tickets need zz_phasegate_next_id
--   locks: ACCESS EXCLUSIVE on public.tickets (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'phasegate_nn_tickets_zz_phasegate_next_id') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_identity_invoices_id_etc",
  "plan_id": "6a96657e",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "sessions": false,
  "tables": [
    "public.invoices",
    "public.lines",
    "public.queue",
    "public.stamps",
    "public.tickets"
  ],
  "touches": [
    "constraint public.invoices.phasegate_nn_back_invoices_id",
    "constraint public.invoices.phasegate_nn_invoices_zz_phasegate_next_id",
    "constraint public.lines.phasegate_nn_back_lines_id",
    "constraint public.lines.phasegate_nn_lines_zz_phasegate_next_id",
    "constraint public.queue.phasegate_nn_back_queue_place",
    "constraint public.queue.phasegate_nn_queue_zz_phasegate_next_place",
    "constraint public.stamps.phasegate_nn_back_stamps_id",
    "constraint public.stamps.phasegate_nn_stamps_zz_phasegate_next_id",
    "constraint public.tickets.phasegate_nn_back_tickets_id",
    "constraint public.tickets.phasegate_nn_tickets_zz_phasegate_next_id",
    "column public.invoices.id",
    "column public.invoices.zz_phasegate_id",
    "column public.invoices.zz_phasegate_next_id",
    "column public.lines.id",
    "column public.lines.invoice",
    "column public.lines.zz_phasegate_id",
    "column public.lines.zz_phasegate_invoice",
    "column public.lines.zz_phasegate_next_id",
    "column public.lines.zz_phasegate_next_invoice",
    "column public.queue.place",
    "column public.queue.zz_phasegate_next_place",
    "column public.queue.zz_phasegate_place",
    "column public.stamps.id",
    "column public.stamps.zz_phasegate_id",
    "column public.stamps.zz_phasegate_next_id",
    "column public.tickets.id",
    "column public.tickets.zz_phasegate_id",
    "column public.tickets.zz_phasegate_next_id",
    "constraint public.invoices.invoices_pkey",
    "constraint public.invoices.zz_phasegate_back_invoices_pkey",
    "constraint public.invoices.zz_phasegate_invoices_pkey",
    "constraint public.invoices.zz_phasegate_next_invoices_pkey",
    "constraint public.lines.lines_pkey",
    "constraint public.lines.zz_phasegate_back_lines_pkey",
    "constraint public.lines.zz_phasegate_lines_pkey",
    "constraint public.lines.zz_phasegate_next_lines_pkey",
    "constraint public.stamps.stamps_pkey",
    "constraint public.stamps.zz_phasegate_back_stamps_pkey",
    "constraint public.stamps.zz_phasegate_next_stamps_pkey",
    "constraint public.stamps.zz_phasegate_stamps_pkey",
    "constraint public.tickets.tickets_pkey",
    "constraint public.tickets.zz_phasegate_back_tickets_pkey",
    "constraint public.tickets.zz_phasegate_next_tickets_pkey",
    "constraint public.tickets.zz_phasegate_tickets_pkey",
    "constraint public.lines.lines_invoice_fkey",
    "constraint public.lines.zz_phasegate_lines_invoice_fkey",
    "constraint public.lines.zz_phasegate_next_lines_invoice_fkey",
    "index public.invoices_pkey",
    "index public.zz_phasegate_back_invoices_pkey",
    "index public.zz_phasegate_invoices_pkey",
    "index public.zz_phasegate_next_invoices_pkey",
    "index public.lines_invoice_idx",
    "index public.lines_pkey",
    "index public.zz_phasegate_back_lines_pkey",
    "index public.zz_phasegate_lines_invoice_idx",
    "index public.zz_phasegate_lines_pkey",
    "index public.zz_phasegate_next_lines_invoice_idx",
    "index public.zz_phasegate_next_lines_pkey",
    "index public.stamps_pkey",
    "index public.zz_phasegate_back_stamps_pkey",
    "index public.zz_phasegate_next_stamps_pkey",
    "index public.zz_phasegate_stamps_pkey",
    "index public.tickets_pkey",
    "index public.zz_phasegate_back_tickets_pkey",
    "index public.zz_phasegate_next_tickets_pkey",
    "index public.zz_phasegate_tickets_pkey",
    "sequence public.invoices_id_seq",
    "sequence public.lines_id_seq",
    "sequence public.stamps_id_seq",
    "sequence public.\"ticket; numbers\"",
    "sequence public.zz_phasegate_invoices_id_seq",
    "sequence public.zz_phasegate_lines_id_seq",
    "sequence public.zz_phasegate_tickets_id_seq",
    "trigger public.invoices.zz_phasegate_sync_public_invoices_id",
    "trigger public.lines.zz_phasegate_sync_public_lines_id",
    "trigger public.lines.zz_phasegate_sync_public_lines_invoice",
    "trigger public.queue.zz_phasegate_sync_public_queue_place",
    "trigger public.stamps.zz_phasegate_sync_public_stamps_id",
    "trigger public.tickets.zz_phasegate_sync_public_tickets_id"
  ],
  "fingerprint": "ee98fabe9e46da28c2b29ef0c2ab7b4b",
  "conditions": [
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.invoices') AND g.tgname = 'zz_phasegate_sync_public_invoices_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_invoices_id is missing or disabled"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'zz_phasegate_next_invoice' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_invoice is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.lines') AND g.tgname = 'zz_phasegate_sync_public_lines_invoice' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_lines_invoice is missing or disabled"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.lines') AND g.tgname = 'zz_phasegate_sync_public_lines_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_lines_id is missing or disabled"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'zz_phasegate_next_place' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'integer'))",
      "otherwise": "the column zz_phasegate_next_place is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.queue') AND g.tgname = 'zz_phasegate_sync_public_queue_place' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'integer'))",
      "otherwise": "the trigger zz_phasegate_sync_public_queue_place is missing or disabled"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.stamps') AND g.tgname = 'zz_phasegate_sync_public_stamps_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_stamps_id is missing or disabled"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.tickets') AND g.tgname = 'zz_phasegate_sync_public_tickets_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_tickets_id is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'set_identity_invoices_id_etc' AND p.step = 'change-type public.invoices.id: fill public.invoices'), false)",
      "otherwise": "not every row is filled: fill the new column of invoices.id in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'set_identity_invoices_id_etc' AND p.step = 'change-type public.invoices.id: fill public.lines'), false)",
      "otherwise": "not every row is filled: fill the new column of lines.invoice, id in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'set_identity_invoices_id_etc' AND p.step = 'change-type public.queue.place: fill public.queue'), false)",
      "otherwise": "not every row is filled: fill the new column of queue.place in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'set_identity_invoices_id_etc' AND p.step = 'change-type public.stamps.id: fill public.stamps'), false)",
      "otherwise": "not every row is filled: fill the new column of stamps.id in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'set_identity_invoices_id_etc' AND p.step = 'change-type public.tickets.id: fill public.tickets'), false)",
      "otherwise": "not every row is filled: fill the new column of tickets.id in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'set_identity_invoices_id_etc' AND p.step = 'change-type public.invoices.id: fill public.invoices (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of the new column of invoices.id"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'set_identity_invoices_id_etc' AND p.step = 'change-type public.invoices.id: fill public.lines (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of the new column of lines.invoice, id"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'set_identity_invoices_id_etc' AND p.step = 'change-type public.queue.place: fill public.queue (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of the new column of queue.place"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'set_identity_invoices_id_etc' AND p.step = 'change-type public.stamps.id: fill public.stamps (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of the new column of stamps.id"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'set_identity_invoices_id_etc' AND p.step = 'change-type public.tickets.id: fill public.tickets (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of the new column of tickets.id"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a'))",
      "otherwise": "column public.invoices.id has no identity"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_invoices_id' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.invoices') AND c.conname = 'phasegate_nn_invoices_zz_phasegate_next_id') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the helper constraint phasegate_nn_invoices_zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.invoices') AND c.conname = 'phasegate_nn_invoices_zz_phasegate_next_id' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "rows of public.invoices have NULL in zz_phasegate_next_id"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "column public.invoices.zz_phasegate_next_id may still be NULL"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_lines_invoice' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_lines_id' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.lines') AND c.conname = 'phasegate_nn_lines_zz_phasegate_next_id') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the helper constraint phasegate_nn_lines_zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.lines') AND c.conname = 'phasegate_nn_lines_zz_phasegate_next_id' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "rows of public.lines have NULL in zz_phasegate_next_id"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "column public.lines.zz_phasegate_next_id may still be NULL"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_invoices_pkey') AND i.indrelid = pg_catalog.to_regclass('public.invoices') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "index zz_phasegate_next_invoices_pkey is not there, or INVALID; after undo of contract, take validate back too, and run it again"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_lines_pkey') AND i.indrelid = pg_catalog.to_regclass('public.lines') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "index zz_phasegate_next_lines_pkey is not there, or INVALID; after undo of contract, take validate back too, and run it again"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_lines_invoice_idx') AND i.indrelid = pg_catalog.to_regclass('public.lines') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "index zz_phasegate_next_lines_invoice_idx is not there, or INVALID; after undo of contract, take validate back too, and run it again"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.lines') AND c.conname = 'zz_phasegate_next_lines_invoice_fkey') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the constraint zz_phasegate_next_lines_invoice_fkey is missing; after undo of contract, take validate back too, and run it again"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.lines') AND c.conname = 'zz_phasegate_next_lines_invoice_fkey' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "rows of public.lines break lines_invoice_fkey"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a'))",
      "otherwise": "column public.lines.id has no identity"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place' AND NOT a.attisdropped AND a.attidentity = 'a')",
      "otherwise": "column public.queue.place is not generated always"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place') AND q.seqincrement = 2 AND q.seqmin = 1 AND q.seqmax = 30000 AND q.seqstart = 50 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'smallint'::pg_catalog.regtype) OR EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place') AND q.seqincrement = 2 AND q.seqmin = 1 AND q.seqmax = 30000 AND q.seqstart = 50 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'integer'::pg_catalog.regtype))",
      "otherwise": "the options of column public.queue.place are not the wanted ones"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_queue_place' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'integer'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.queue') AND c.conname = 'phasegate_nn_queue_zz_phasegate_next_place') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'zz_phasegate_next_place' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'integer'))",
      "otherwise": "the helper constraint phasegate_nn_queue_zz_phasegate_next_place is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.queue') AND c.conname = 'phasegate_nn_queue_zz_phasegate_next_place' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'zz_phasegate_next_place' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'integer'))",
      "otherwise": "rows of public.queue have NULL in zz_phasegate_next_place"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'zz_phasegate_next_place' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'integer'))",
      "otherwise": "column public.queue.zz_phasegate_next_place may still be NULL"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.stamps_id_seq') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'id') AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = ''))",
      "otherwise": "column public.stamps.id has no sequence of its own"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_stamps_id' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.stamps') AND c.conname = 'phasegate_nn_stamps_zz_phasegate_next_id') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the helper constraint phasegate_nn_stamps_zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.stamps') AND c.conname = 'phasegate_nn_stamps_zz_phasegate_next_id' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "rows of public.stamps have NULL in zz_phasegate_next_id"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "column public.stamps.zz_phasegate_next_id may still be NULL"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_stamps_pkey') AND i.indrelid = pg_catalog.to_regclass('public.stamps') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "index zz_phasegate_next_stamps_pkey is not there, or INVALID; after undo of contract, take validate back too, and run it again"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a'))",
      "otherwise": "column public.tickets.id has no identity"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_tickets_id' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the function of the trigger is not the strict one"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- new rows of tickets need zz_phasegate_next_id
  IF (((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'phasegate_nn_tickets_zz_phasegate_next_id') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    ALTER TABLE public.tickets ADD CONSTRAINT phasegate_nn_tickets_zz_phasegate_next_id CHECK (zz_phasegate_next_id IS DISTINCT FROM NULL) NOT VALID;
  END IF;
END
$phasegate$;
RESET statement_timeout;
