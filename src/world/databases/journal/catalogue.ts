/**
 * Two texts that change whenever something is no longer as it was that no row trigger sees. `mettle.untold` is asked after each
 * trial: event triggers tell of all that changes the schema, so it looks at these and at what they are not told of. `mettle.catalogue`
 * looks at triggers, rights, row security, functions, extensions and all that; it is asked once for each lane, at the end.
 */
export const CATALOGUE = `
-- Roles and databases belong to no schema, and nobody is told of event triggers themselves.
CREATE FUNCTION mettle.untold(role oid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN concat_ws(' ',
    (SELECT sum(hash_record_extended(ROW(oid, xmin), 0)) FROM pg_event_trigger),
    (SELECT sum(hash_record_extended(ROW(oid, xmin), 0)) FROM pg_proc
      WHERE oid IN ('mettle.on_ddl'::regproc, 'mettle.on_drop'::regproc, 'mettle.notice'::regproc, 'mettle.notice_table'::regproc)),
    (SELECT count(*) FROM pg_largeobject_metadata),
    -- REASSIGN OWNED is told by nobody. A lane's role owns nothing.
    (SELECT count(*) FROM pg_shdepend s WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = r.oid AND s.dbid = d.oid),
    d.datdba, d.datacl, d.datconnlimit, d.datallowconn, (SELECT count(*) FROM pg_prepared_xact() p WHERE p.dbid = d.oid),
    r.rolname, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin, r.rolreplication, r.rolbypassrls, r.rolconnlimit, r.rolvaliduntil,
    (SELECT string_agg(concat_ws(' ', roleid, member), ',' ORDER BY roleid, member) FROM pg_auth_members WHERE r.oid IN (roleid, member)),
    (SELECT string_agg(concat_ws(' ', setdatabase, setrole, setconfig), ',' ORDER BY setdatabase, setrole) FROM pg_db_role_setting
      WHERE setrole = r.oid OR setdatabase = d.oid))
  FROM pg_database d, pg_authid r WHERE d.datname = current_database() AND r.oid = untold.role;
END $$;

CREATE FUNCTION mettle.catalogue() RETURNS text LANGUAGE sql STABLE AS $$
SELECT concat_ws(' ',
  (SELECT sum(hashtextextended(concat_ws(' ', oid, relowner, relacl, relrowsecurity, relforcerowsecurity, relhasrules), 0)) FROM pg_class
    WHERE oid >= 16384 AND relpersistence <> 't' AND relnamespace <> 'mettle'::regnamespace AND relkind <> 't'),
  (SELECT sum(hashtextextended(concat_ws(' ', oid, tgenabled), 0)) FROM pg_trigger WHERE oid >= 16384),
  (SELECT sum(hashtextextended(concat_ws(' ', oid, evtenabled, evtfoid), 0)) FROM pg_event_trigger),
  (SELECT sum(hashtextextended(concat_ws(' ', oid, nspowner, nspacl), 0)) FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast)'),
  (SELECT sum(hashtextextended(concat_ws(' ', oid, xmin), 0)) FROM pg_proc WHERE oid >= 16384),
  (SELECT count(*) FROM pg_extension), (SELECT count(*) FROM pg_default_acl), (SELECT count(*) FROM pg_policy))
$$;
`
