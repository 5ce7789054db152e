import { defineDatabase } from 'mettle'

/** Two tables that belong to the agent: it may do to them what an owner may. */
export const app = defineDatabase({
  schema: {
    sql: `CREATE TABLE companies (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE executives (id int PRIMARY KEY, name text NOT NULL, company int NOT NULL REFERENCES companies);
INSERT INTO companies SELECT i, 'company ' || i FROM generate_series(1, 40) i;
INSERT INTO executives SELECT i, 'executive ' || i, 1 + i % 40 FROM generate_series(1, 120) i;`,
  },
  grants: {
    sql: `GRANT ALL ON companies, executives TO agent; GRANT CREATE ON SCHEMA public TO agent;
ALTER TABLE companies OWNER TO agent; ALTER TABLE executives OWNER TO agent;`,
  },
})
