
-- Who else has a copy of what the plan changes: standbys, which replay it while they are read from, and subscribers of
-- published tables. Nothing here can be overridden; each check names its own way out.

-- What standbys have not replayed yet, waiting a little for them: from here on everything that was done before must be
-- on them. The position is that of the last flush: this transaction's own records are not sent before it commits.
-- missing: named and not connected. unnamed: connected and not named. blind: this role cannot see positions.
CREATE OR REPLACE FUNCTION phasegate.replica_positions(OUT behind text, OUT missing text, OUT unnamed text, OUT passed text, OUT blind boolean)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  target constant pg_lsn := CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_flush_lsn() END;
  until constant timestamptz := clock_timestamp() + interval '2 s';
BEGIN
  LOOP
    PERFORM pg_stat_clear_snapshot();
    SELECT string_agg(format('%s by %s', s.application_name, pg_size_pretty(target - s.replay_lsn)), ', ' ORDER BY s.application_name)
             FILTER (WHERE s.reads AND s.replay_lsn < target),
           string_agg(s.application_name, ', ' ORDER BY s.application_name) FILTER (WHERE s.name IS NULL),
           string_agg(s.application_name, ', ' ORDER BY s.application_name) FILTER (WHERE s.reads AND s.replay_lsn >= target),
           coalesce(bool_or(s.state IS NULL), false)
      INTO behind, unnamed, passed, blind
      FROM (SELECT r.application_name, r.state, r.replay_lsn, n.name,
                   coalesce(n.reads, true) AND NOT EXISTS (SELECT FROM pg_replication_slots l WHERE l.active_pid = r.pid AND l.slot_type = 'logical') AS reads
            FROM pg_stat_replication r
            LEFT JOIN phasegate.replica n ON n.name = r.application_name
            WHERE NOT EXISTS (SELECT FROM pg_replication_slots l WHERE l.active_pid = r.pid AND l.slot_type = 'logical')
              -- A base backup reads no row; whoever receives WAL and says nothing of replaying it (an archive) neither.
              AND r.state IS DISTINCT FROM 'backup'
              AND (n.name IS NOT NULL OR r.state IS NULL OR r.replay_lsn IS NOT NULL)) s;
    missing := (SELECT string_agg(n.name, ', ' ORDER BY n.name) FROM phasegate.replica n
                WHERE n.reads AND NOT EXISTS (SELECT FROM pg_stat_replication r WHERE r.application_name = n.name AND r.replay_lsn IS NOT NULL));
    EXIT WHEN (behind IS NULL AND missing IS NULL) OR blind OR clock_timestamp() >= until;
    PERFORM pg_sleep(0.02);
  END LOOP;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.gate_replicas(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  found record;
  idle text;
BEGIN
  IF spec ->> 'phase' NOT IN ('deploy', 'validate', 'contract') OR spec ->> 'direction' = 'undo' THEN
    RETURN;
  END IF;
  SELECT * INTO found FROM phasegate.replica_positions();
  check_name := 'replicas';
  IF found.blind THEN
    RETURN QUERY SELECT 'replicas', false, format('role %I cannot see how far standbys have replayed', current_user),
                        format('GRANT pg_read_all_stats TO %I', current_user);
  ELSIF coalesce(found.missing, found.behind) IS NOT NULL THEN
    reason := concat_ws('; ', 'not connected: ' || found.missing, 'behind: ' || found.behind, 'nobody has named: ' || found.unnamed);
    remedy := CASE WHEN found.missing IS NULL THEN 'wait until they have replayed; one that nobody reads from: [replica.NAME] reads = false in phasegate.toml, then phasegate mark --replica NAME'
                   ELSE 'start them; one that is gone for good: phasegate mark --replica NAME --retire' END;
    is_open := false;
    RETURN NEXT;
  ELSIF coalesce(found.passed, found.unnamed) IS NOT NULL THEN
    is_open := true;
    reason := concat_ws('; ', 'have replayed all of it: ' || found.passed, 'nobody has named, so their transactions are not looked at: ' || found.unnamed);
    remedy := '';
    RETURN NEXT;
  END IF;
  idle := (SELECT string_agg(format('%s (%s)', s.slot_name, coalesce(pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)), 'no WAL')), ', ' ORDER BY s.slot_name)
           FROM pg_replication_slots s WHERE NOT s.active AND NOT s.temporary AND NOT pg_is_in_recovery());
  IF idle IS NOT NULL THEN
    RETURN QUERY SELECT 'slots', true, format('inactive, and WAL is kept for them: %s', idle), '';
  END IF;
END
$function$;

-- The plan's tables; the deploy gate knows them from its rollout.
CREATE OR REPLACE FUNCTION phasegate.touched_tables(spec jsonb) RETURNS TABLE(name text, relation regclass)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
  RETURN QUERY
    SELECT t, to_regclass(t)
    FROM unnest(CASE WHEN jsonb_typeof(spec -> 'tables') = 'array' THEN ARRAY(SELECT jsonb_array_elements_text(spec -> 'tables'))
                     ELSE (SELECT r.tables FROM phasegate.rollout r WHERE r.name = touched_tables.spec ->> 'rollout') END) t
    WHERE to_regclass(t) IS NOT NULL
    ORDER BY t COLLATE "C";
END
$function$;

-- Subscribers have columns of their own: what is renamed or dropped here stops their apply, and theirs fires no sync trigger here.
CREATE OR REPLACE FUNCTION phasegate.gate_subscribers(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  plan constant text := coalesce(spec ->> 'plan_id', '');
  target constant pg_lsn := CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_current_wal_flush_lsn() END;
  until constant timestamptz := clock_timestamp() + interval '2 s';
  is_published boolean := false;
  item record;
  asked text;
BEGIN
  IF spec ->> 'direction' = 'undo' OR NOT (EXISTS (SELECT FROM pg_publication) OR EXISTS (SELECT FROM pg_subscription_rel)) THEN
    RETURN;
  END IF;
  FOR item IN
    SELECT t.name, string_agg(DISTINCT p.pubname::text, ', ') AS publications
    FROM phasegate.touched_tables(spec) t
    JOIN LATERAL (SELECT t.relation AS relid UNION SELECT x.relid FROM pg_partition_tree(t.relation) x) r ON true
    JOIN pg_class c ON c.oid = r.relid
    JOIN pg_publication_tables p ON p.schemaname = c.relnamespace::regnamespace::name AND p.tablename = c.relname
    GROUP BY t.name ORDER BY t.name COLLATE "C"
  LOOP
    is_published := true;
    CONTINUE WHEN spec ->> 'phase' NOT IN ('expand', 'validate', 'contract');
    asked := 'subscribers of ' || item.name;
    check_name := 'subscribers ' || item.name;
    is_open := EXISTS (SELECT FROM phasegate.approval a WHERE a.plan_id = plan AND a.what = asked);
    reason := format('published by %s%s', item.publications, CASE WHEN is_open THEN '; acknowledged' ELSE ': whoever subscribes needs the new columns before this plan, and stops at columns that are renamed or dropped' END);
    remedy := CASE WHEN is_open THEN '' ELSE format('prepare the subscribers, then: phasegate mark --approve "%s" --plan %s', asked, plan) END;
    RETURN NEXT;
  END LOOP;
  IF spec ->> 'phase' IN ('expand', 'validate', 'contract') THEN
    FOR item IN
      SELECT t.name, s.subname FROM phasegate.touched_tables(spec) t
      JOIN pg_subscription_rel r ON r.srrelid = t.relation
      JOIN pg_subscription s ON s.oid = r.srsubid
      ORDER BY t.name COLLATE "C", s.subname
    LOOP
      asked := format('writes of subscription %s on %s', item.subname, item.name);
      check_name := 'subscription ' || item.subname;
      is_open := EXISTS (SELECT FROM phasegate.approval a WHERE a.plan_id = plan AND a.what = asked);
      reason := format('it writes %s, and its writes fire no sync trigger%s', item.name, CASE WHEN is_open THEN '; acknowledged' ELSE '' END);
      remedy := CASE WHEN is_open THEN '' ELSE format('phasegate mark --approve "%s" --plan %s', asked, plan) END;
      RETURN NEXT;
    END LOOP;
  END IF;
  IF NOT is_published OR spec ->> 'phase' NOT IN ('deploy', 'validate', 'contract') THEN
    RETURN;
  END IF;
  LOOP
    SELECT string_agg(CASE WHEN s.active THEN format('%s is behind by %s', s.slot_name, pg_size_pretty(target - s.confirmed_flush_lsn)) ELSE s.slot_name || ' is inactive' END,
                      ', ' ORDER BY s.slot_name) AS slots, min(s.slot_name) AS first
      INTO item
      FROM pg_replication_slots s
      WHERE s.slot_type = 'logical' AND s.database = current_database() AND (s.active AND s.confirmed_flush_lsn >= target) IS NOT TRUE
        AND NOT EXISTS (SELECT FROM phasegate.approval a WHERE a.plan_id = plan AND a.what = 'lag of slot ' || s.slot_name);
    EXIT WHEN item.slots IS NULL OR clock_timestamp() >= until;
    PERFORM pg_sleep(0.02);
  END LOOP;
  check_name := 'subscriber slots';
  is_open := item.slots IS NULL;
  reason := coalesce(item.slots, 'all of it was received');
  remedy := CASE WHEN is_open THEN '' ELSE format('wait until they have received it, or: phasegate mark --approve "lag of slot %s" --plan %s', item.first, plan) END;
  RETURN NEXT;
END
$function$;

-- Names a standby, or says whether it is read from.
CREATE OR REPLACE FUNCTION phasegate.name_replica(name text, reads boolean DEFAULT true) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
BEGIN
  IF coalesce(name_replica.name, '') = '' OR name_replica.reads IS NULL THEN
    RAISE EXCEPTION 'the standby has no name' USING ERRCODE = 'PG001';
  END IF;
  INSERT INTO phasegate.replica AS r (name, reads) VALUES (name_replica.name, name_replica.reads)
    ON CONFLICT (name) DO UPDATE SET reads = excluded.reads WHERE r.reads <> excluded.reads;
  IF FOUND THEN
    PERFORM phasegate.record_event(NULL, NULL, 'replica named', jsonb_build_object('name', name_replica.name, 'reads', name_replica.reads));
  END IF;
  RETURN format('standby %s: %s', name_replica.name,
                CASE WHEN name_replica.reads THEN 'the gates ask for its replay position' ELSE 'nobody reads from it, so the gates do not ask for it' END);
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.forget_replica(name text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  DELETE FROM phasegate.replica r WHERE r.name = forget_replica.name;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nobody has named a standby "%"', forget_replica.name USING ERRCODE = 'PG001';
  END IF;
  PERFORM phasegate.record_event(NULL, NULL, 'replica forgotten', jsonb_build_object('name', forget_replica.name));
  RETURN format('standby %s is gone: the gates do not ask for it any more', forget_replica.name);
END
$function$;
