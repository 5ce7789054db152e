"""What psycopg2 makes of a database of a scenario: one line of JSON, a name for each case."""
import io
import json
import os
import psycopg2
import psycopg2.extras

came = {}
db = psycopg2.connect(os.environ["DATABASE_URL"])


def attempt(name, run):
    try:
        came[name] = run()
    except Exception as error:
        came[name] = f"{type(error).__name__} {getattr(error, 'pgcode', None)}"


def execute(text, values=None):
    with db.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


attempt("select", lambda: execute("SELECT id, tag FROM t WHERE id < %s ORDER BY id", [3]))
attempt("update", lambda: execute("UPDATE t SET tag = %s WHERE id <= %s", ["p2-few", 2]))
attempt("commit", lambda: db.commit())
attempt("refused", lambda: execute("UPDATE t SET tag = %s WHERE id <= %s", ["p2-many", 9]))
attempt("failed", lambda: execute("SELECT 1"))
db.rollback()
attempt("usable", lambda: execute("SELECT 1"))
attempt("fault", lambda: execute("DELETE FROM a WHERE tag = 'nobody'"))
db.rollback()


def copy():
    with db.cursor() as cursor:
        cursor.copy_expert("COPY a FROM STDIN", io.StringIO("p2-copy\np2-copy\n"))
        out = io.StringIO()
        cursor.copy_expert("COPY (SELECT tag FROM a WHERE tag = 'p2-copy') TO STDOUT", out)
        return out.getvalue()


attempt("copy", copy)
db.commit()


def named():
    with db.cursor("c") as cursor:
        cursor.itersize = 2
        cursor.execute("SELECT id FROM t WHERE id < 6 ORDER BY id")
        return [row[0] for row in cursor]


attempt("cursor", named)


def batch():
    with db.cursor() as cursor:
        psycopg2.extras.execute_batch(cursor, "INSERT INTO a VALUES (%s)", [["p2-b1"], ["p2-b2"]])
        return [list(row) for row in psycopg2.extras.execute_values(cursor, "INSERT INTO a VALUES %s RETURNING tag", [["p2-v"]], fetch=True)]


attempt("batch", batch)
db.commit()
attempt("lobject", lambda: db.lobject(0, "w").oid)
db.rollback()
attempt("usable in the end", lambda: execute("SELECT 1"))
print(json.dumps(came))
