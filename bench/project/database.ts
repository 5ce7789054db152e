import { defineDatabase } from 'mettle'

export const shop = defineDatabase({
  schema: {
    sql: `CREATE TABLE orders (id int PRIMARY KEY, total int NOT NULL, note text NOT NULL DEFAULT '');
INSERT INTO orders SELECT i, i FROM generate_series(1, 1000) i;`,
  },
})
