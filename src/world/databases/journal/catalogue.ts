/**
 * A text that changes whenever something is no longer as it was that no row trigger sees: triggers and event triggers switched off,
 * rights, row security, functions, extensions, large objects, settings and memberships of the role, prepared transactions.
 */
export const CATALOGUE = `
-- What the agent's role is, and what it may set for itself: a clone does not undo that.
CREATE FUNCTION mettle.role_state(role oid) RETURNS text LANGUAGE sql STABLE AS $$
SELECT concat_ws(' ',
  (SELECT concat_ws(' ', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil)
    FROM pg_roles WHERE oid = role),
  (SELECT string_agg(concat_ws(' ', roleid, member), ',' ORDER BY roleid, member) FROM pg_auth_members WHERE role IN (roleid, member)),
  (SELECT string_agg(concat_ws(' ', setdatabase, setrole, setconfig), ',' ORDER BY setdatabase, setrole) FROM pg_db_role_setting
    WHERE setrole = role OR setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())))
$$;

CREATE FUNCTION mettle.catalogue(role oid) RETURNS text LANGUAGE sql STABLE AS $$
SELECT concat_ws(' ',
  (SELECT sum(hashtextextended(concat_ws(' ', oid, relowner, relacl, relrowsecurity, relforcerowsecurity, relhasrules), 0)) FROM pg_class
    WHERE oid >= 16384 AND relpersistence <> 't' AND relnamespace <> 'mettle'::regnamespace AND relkind <> 't'),
  (SELECT sum(hashtextextended(concat_ws(' ', oid, tgenabled), 0)) FROM pg_trigger WHERE oid >= 16384),
  (SELECT sum(hashtextextended(concat_ws(' ', oid, evtenabled, evtfoid), 0)) FROM pg_event_trigger),
  (SELECT sum(hashtextextended(concat_ws(' ', oid, nspowner, nspacl), 0)) FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast)'),
  (SELECT sum(hashtextextended(concat_ws(' ', oid, xmin), 0)) FROM pg_proc WHERE oid >= 16384),
  (SELECT count(*) FROM pg_extension), (SELECT count(*) FROM pg_default_acl), (SELECT count(*) FROM pg_largeobject_metadata),
  (SELECT count(*) FROM pg_policy), (SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()),
  (SELECT sum(hashtextextended(concat_ws(' ', datdba, datacl, datconnlimit, datallowconn), 0)) FROM pg_database WHERE datname = current_database()),
  mettle.role_state(catalogue.role))
$$;
`
