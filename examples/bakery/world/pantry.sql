CREATE TABLE stock (
  item text PRIMARY KEY,
  bags int NOT NULL CHECK (bags >= 0),
  ordered int NOT NULL DEFAULT 0 CHECK (ordered >= 0)
);
