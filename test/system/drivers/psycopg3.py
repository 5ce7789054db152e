"""What psycopg 3 makes of a database of a scenario: one line of JSON, a name for each case."""
import json
import os
import psycopg

URL = os.environ["DATABASE_URL"]
came = {}


def attempt(name, run):
    try:
        came[name] = run()
    except Exception as error:
        came[name] = f"{type(error).__name__} {getattr(error, 'sqlstate', None)}"


with psycopg.connect(URL, autocommit=True) as db:
    attempt("select", lambda: db.execute("SELECT id, tag FROM t WHERE id < %s ORDER BY id", [3]).fetchall())
    attempt("binary", lambda: db.cursor(binary=True).execute("SELECT n, price FROM t WHERE id = %s", [2]).fetchone()[0])
    attempt("update", lambda: db.execute("UPDATE t SET tag = %s WHERE id <= %s", ["p3-few", 2]).rowcount)
    attempt("refused", lambda: db.execute("UPDATE t SET tag = %s WHERE id <= %s", ["p3-many", 9]).rowcount)
    attempt("usable", lambda: db.execute("SELECT 1").fetchone()[0])
    for _ in range(2):
        attempt("prepared", lambda: db.execute("UPDATE t SET tag = %s WHERE id = 5", ["p3-prepared"], prepare=True).rowcount)
    db.execute("DEALLOCATE ALL")
    attempt("prepared again", lambda: db.execute("SELECT tag FROM t WHERE id = %s", [5], prepare=True).fetchone()[0])

    def many():
        with db.cursor() as cursor:
            cursor.executemany("INSERT INTO a VALUES (%s)", [["p3-m1"], ["p3-m2"]])
            return cursor.rowcount

    attempt("executemany", many)

    def pipeline(tag, most):
        with db.pipeline() as pipe:
            first = db.execute("INSERT INTO a VALUES (%s)", [tag])
            db.execute("UPDATE t SET tag = %s WHERE id <= %s", [tag, most])
            pipe.sync()
            return first.rowcount

    attempt("pipeline", lambda: pipeline("p3-pipe", 2))
    attempt("pipeline refused", lambda: pipeline("p3-pipe-many", 9))

    def copy_in(tag, rows):
        with db.cursor().copy("COPY a FROM STDIN") as copy:
            for row in range(rows):
                copy.write_row([f"{tag}"])
        return "copied"

    attempt("copy in", lambda: copy_in("p3-copy", 3))
    attempt("copy refused", lambda: copy_in("p3-copy-many", 9))

    def copy_out():
        with db.cursor().copy("COPY (SELECT id FROM t WHERE id < 4 ORDER BY id) TO STDOUT") as copy:
            return [row[0] for row in copy.rows()]

    attempt("copy out", copy_out)

    def nested():
        with db.transaction():
            db.execute("INSERT INTO a VALUES ('p3-outer')")
            try:
                with db.transaction():
                    db.execute("UPDATE t SET tag = 'p3-inner' WHERE id <= 9")
            except psycopg.errors.InsufficientPrivilege:
                pass
            return db.execute("SELECT count(*) FROM t WHERE tag = 'p3-inner'").fetchone()[0]

    attempt("nested", nested)

    def cursor():
        with db.transaction(), db.cursor(name="c") as rows:
            rows.execute("SELECT id FROM t ORDER BY id")
            return [rows.fetchmany(2), rows.fetchone()]

    attempt("cursor", cursor)
    attempt("fault", lambda: db.execute("DELETE FROM a WHERE tag = 'nobody'").rowcount)
    attempt("fault over", lambda: db.execute("DELETE FROM a WHERE tag = 'nobody'").rowcount)

    def notices():
        heard = []
        db.add_notice_handler(lambda notice: heard.append(notice.message_primary))
        db.execute("DO $$ BEGIN RAISE NOTICE 'careful'; END $$")
        return heard

    attempt("notices", notices)

    def notify():
        heard = []
        db.add_notify_handler(lambda notify: heard.append(notify.payload))
        for text in ["LISTEN news", "NOTIFY news, 'hello'", "SELECT 1"]:
            db.execute(text)
        return heard

    attempt("notify", notify)

with psycopg.connect(URL) as db:
    db.execute("INSERT INTO a VALUES ('p3-lost')")
    attempt("lost commit", lambda: db.commit())
print(json.dumps(came))
