"""One statement by psycopg 3 or psycopg2, named by the first argument: what came of it, as JSON."""
import importlib
import json
import os
import re
import sys

driver = importlib.import_module(sys.argv[1])
told = {}
try:
    db = driver.connect(os.environ["DATABASE_URL"])
    db.autocommit = True
    cursor = db.cursor()
    cursor.execute(sys.argv[2])
    told["rows"] = cursor.rowcount
except driver.Error as error:
    told["name"] = type(error).__name__
    told["code"] = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    # Of a connection that there is not, the text is all that is told.
    fatal = re.search(r"FATAL:  (.*)", str(error))
    told["message"] = error.diag.message_primary or (fatal and fatal.group(1))
print(json.dumps(told))
