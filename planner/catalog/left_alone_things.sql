-- Everything in the managed schemas that is of no modelled kind, with its definition. Members of extensions belong to their extension.
, extension_member AS (
  SELECT e.classid, e.objid FROM pg_catalog.pg_depend AS e WHERE e.deptype = 'e' AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
), thing AS (
  SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS class_id, c.oid AS object_id,
         CASE c.relkind
           WHEN 'v' THEN pg_catalog.pg_get_viewdef(c.oid) || COALESCE(c.reloptions::text, '')
           WHEN 'm' THEN pg_catalog.pg_get_viewdef(c.oid) || COALESCE(c.reloptions::text, '') || COALESCE((
             SELECT pg_catalog.string_agg(pg_catalog.pg_get_indexdef(i.indexrelid), ';' ORDER BY pg_catalog.pg_get_indexdef(i.indexrelid))
               FROM pg_catalog.pg_index AS i WHERE i.indrelid = c.oid), '')
           ELSE COALESCE((
             SELECT pg_catalog.string_agg(a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                      || COALESCE(' default ' || pg_catalog.pg_get_expr(f.adbin, f.adrelid), '') || a.attidentity::text || a.attgenerated::text, ', ' ORDER BY a.attnum)
               FROM pg_catalog.pg_attribute AS a
               LEFT JOIN pg_catalog.pg_attrdef AS f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '')
             || COALESCE(pg_catalog.pg_get_partkeydef(c.oid), '') || COALESCE(pg_catalog.pg_get_expr(c.relpartbound, c.oid), '')
             || COALESCE((SELECT pg_catalog.string_agg(h.inhparent::pg_catalog.regclass::text, ',' ORDER BY h.inhseqno)
                            FROM pg_catalog.pg_inherits AS h WHERE h.inhrelid = c.oid), '')
             || COALESCE((SELECT pg_catalog.string_agg(k.conname || ' ' || pg_catalog.pg_get_constraintdef(k.oid), ';' ORDER BY k.conname)
                            FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = c.oid AND k.conparentid = 0), '')
             || COALESCE((SELECT pg_catalog.string_agg(pg_catalog.pg_get_indexdef(i.indexrelid), ';' ORDER BY pg_catalog.pg_get_indexdef(i.indexrelid))
                            FROM pg_catalog.pg_index AS i WHERE i.indrelid = c.oid), '')
             -- What an index stands for: a constraint of its own or of its parent, a replica identity, CLUSTER.
             || COALESCE((SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', ic.relname, k.conname, i.indisreplident, i.indisclustered, i.indisvalid), ';' ORDER BY ic.relname)
                            FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
                            LEFT JOIN pg_catalog.pg_constraint AS k ON k.conindid = i.indexrelid AND k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x')
                           WHERE i.indrelid = c.oid), '')
             || COALESCE((SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.attname, a.attstorage, a.attoptions::text), ';' ORDER BY a.attnum)
                            FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '')
             || pg_catalog.concat_ws(' ', c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relreplident) || COALESCE(c.reloptions::text, '')
         END AS definition
    FROM managed_schema AS n
    JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid
   WHERE c.relkind IN ('v', 'm', 'f', 'p', 'r')
     AND NOT EXISTS (SELECT FROM managed_table AS t WHERE t.oid = c.oid)
     AND NOT (c.relkind = 'r' AND pg_catalog.starts_with(c.relname, 'zz_phasegate_'))
     AND NOT (n.nspname = $2::pg_catalog.text AND c.relname = $3::pg_catalog.text)
  UNION ALL
  SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid,
         CASE WHEN p.prokind = 'a'
              THEN (SELECT pg_catalog.concat_ws(' ', a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggtranstype::pg_catalog.regtype, a.agginitval)
                      FROM pg_catalog.pg_aggregate AS a WHERE a.aggfnoid = p.oid)
              ELSE pg_catalog.pg_get_functiondef(p.oid) END
    FROM managed_schema AS n JOIN pg_catalog.pg_proc AS p ON p.pronamespace = n.oid
  UNION ALL
  SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid,
         pg_catalog.concat_ws(' ', t.typlen, t.typbyval, t.typalign, t.typstorage, t.typinput, t.typoutput)
    FROM managed_schema AS n JOIN pg_catalog.pg_type AS t ON t.typnamespace = n.oid
   WHERE t.typtype = 'b' AND t.typelem = 0
  UNION ALL
  SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, g.oid, pg_catalog.pg_get_triggerdef(g.oid) || g.tgenabled::text
    FROM managed_schema AS n
    JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid
    JOIN pg_catalog.pg_trigger AS g ON g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgparentid = 0
    JOIN pg_catalog.pg_proc AS p ON p.oid = g.tgfoid
   WHERE p.pronamespace IS DISTINCT FROM pg_catalog.to_regnamespace('phasegate')::pg_catalog.oid
     AND NOT pg_catalog.starts_with(c.relname, 'zz_phasegate_')
  UNION ALL
  -- Keys WITHOUT OVERLAPS, foreign keys over a PERIOD, and constraints that are NOT ENFORCED (PostgreSQL 18).
  SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, c.oid, pg_catalog.pg_get_constraintdef(c.oid)
    FROM managed_table AS t JOIN pg_catalog.pg_constraint AS c ON c.conrelid = t.oid
   WHERE NOT ({plain_constraint})
  UNION ALL
  SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, y.oid,
         pg_catalog.concat_ws(' ', y.polcmd, y.polpermissive, y.polroles::pg_catalog.regrole[], pg_catalog.pg_get_expr(y.polqual, y.polrelid), pg_catalog.pg_get_expr(y.polwithcheck, y.polrelid))
    FROM managed_schema AS n JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid JOIN pg_catalog.pg_policy AS y ON y.polrelid = c.oid
   WHERE NOT pg_catalog.starts_with(c.relname, 'zz_phasegate_')
  UNION ALL
  SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass, r.oid, pg_catalog.pg_get_ruledef(r.oid) || r.ev_enabled::text
    FROM managed_schema AS n JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid JOIN pg_catalog.pg_rewrite AS r ON r.ev_class = c.oid
   WHERE r.rulename <> '_RETURN' AND NOT pg_catalog.starts_with(c.relname, 'zz_phasegate_')
  UNION ALL
  SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, s.oid, pg_catalog.pg_get_statisticsobjdef(s.oid)
    FROM managed_schema AS n JOIN pg_catalog.pg_statistic_ext AS s ON s.stxnamespace = n.oid
  UNION ALL
  SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, o.oid, pg_catalog.concat_ws(' ', o.oprcode, o.oprcom::pg_catalog.regoper, o.oprnegate::pg_catalog.regoper, o.oprrest, o.oprjoin, o.oprcanhash, o.oprcanmerge)
    FROM managed_schema AS n JOIN pg_catalog.pg_operator AS o ON o.oprnamespace = n.oid
  UNION ALL
  SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, o.oid,
         pg_catalog.concat_ws(' ', o.opcintype::pg_catalog.regtype, o.opckeytype::pg_catalog.regtype, o.opcdefault)
    FROM managed_schema AS n JOIN pg_catalog.pg_opclass AS o ON o.opcnamespace = n.oid
  UNION ALL
  SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, o.oid,
         pg_catalog.concat_ws(' ',
           (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.amopstrategy, a.amopopr::pg_catalog.regoperator), ',' ORDER BY a.amopstrategy, a.amopopr::pg_catalog.regoperator::text)
              FROM pg_catalog.pg_amop AS a WHERE a.amopfamily = o.oid),
           (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.amprocnum, a.amproc::pg_catalog.regprocedure), ',' ORDER BY a.amprocnum, a.amproc::pg_catalog.regprocedure::text)
              FROM pg_catalog.pg_amproc AS a WHERE a.amprocfamily = o.oid))
    FROM managed_schema AS n JOIN pg_catalog.pg_opfamily AS o ON o.opfnamespace = n.oid
  UNION ALL
  SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, o.oid, o.conproc::text
    FROM managed_schema AS n JOIN pg_catalog.pg_conversion AS o ON o.connamespace = n.oid
  UNION ALL
  SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, o.oid,
         (SELECT r.prsname::text FROM pg_catalog.pg_ts_parser AS r WHERE r.oid = o.cfgparser) || ' ' || COALESCE((SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', m.maptokentype, m.mapseqno, m.mapdict::pg_catalog.regdictionary), ',' ORDER BY m.maptokentype, m.mapseqno)
                     FROM pg_catalog.pg_ts_config_map AS m WHERE m.mapcfg = o.oid), '')
    FROM managed_schema AS n JOIN pg_catalog.pg_ts_config AS o ON o.cfgnamespace = n.oid
  UNION ALL
  SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, o.oid, (SELECT m.tmplname::text FROM pg_catalog.pg_ts_template AS m WHERE m.oid = o.dicttemplate) || ' ' || COALESCE(o.dictinitoption, '')
    FROM managed_schema AS n JOIN pg_catalog.pg_ts_dict AS o ON o.dictnamespace = n.oid
  UNION ALL
  SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, o.oid, ''
    FROM managed_schema AS n JOIN pg_catalog.pg_ts_parser AS o ON o.prsnamespace = n.oid
  UNION ALL
  SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, o.oid, ''
    FROM managed_schema AS n JOIN pg_catalog.pg_ts_template AS o ON o.tmplnamespace = n.oid
  UNION ALL
  SELECT 'pg_catalog.pg_default_acl'::pg_catalog.regclass, o.oid, o.defaclacl::text
    FROM managed_schema AS n JOIN pg_catalog.pg_default_acl AS o ON o.defaclnamespace = n.oid
  UNION ALL
  SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, e.oid, pg_catalog.concat_ws(' ', e.evtevent, e.evtfoid::pg_catalog.regproc, e.evtenabled, e.evttags)
    FROM pg_catalog.pg_event_trigger AS e
  UNION ALL
  SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, b.oid,
         pg_catalog.concat_ws(' ', b.puballtables, b.pubinsert, b.pubupdate, b.pubdelete, b.pubtruncate,
           (SELECT pg_catalog.string_agg(r.prrelid::pg_catalog.regclass::text, ',' ORDER BY r.prrelid::pg_catalog.regclass::text)
              FROM pg_catalog.pg_publication_rel AS r WHERE r.prpubid = b.oid))
    FROM pg_catalog.pg_publication AS b
  UNION ALL
  SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass, k.oid, pg_catalog.concat_ws(' ', k.castfunc::pg_catalog.regprocedure, k.castcontext, k.castmethod) FROM pg_catalog.pg_cast AS k WHERE k.oid >= 16384
)
