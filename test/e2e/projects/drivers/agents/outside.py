import json
import os
import psycopg

said = []
db = None


def attempt(text):
    global db
    try:
        if db is None:
            db = psycopg.connect(os.environ["SHOP_DATABASE_URL"], autocommit=True)
        db.execute(text)
        said.append("ok")
    except psycopg.Error as error:
        said.append(error.sqlstate or "lost")
        if error.sqlstate is None:
            db = None


attempt("UPDATE orders SET total = 0")
for text in ["BEGIN", "UPDATE orders SET total = total - 1, changed = now() WHERE id <= 2", "COMMIT"]:
    attempt(text)
attempt("SELECT count(*) FROM orders")
print(json.dumps(" ".join(said)))
