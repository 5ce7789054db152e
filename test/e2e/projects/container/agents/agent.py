"""What an agent in a container may come to: one way a run."""
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request

how, *words = sys.argv[1:]
task = None if how == "deaf" else json.load(sys.stdin)
tmp = os.environ["TMPDIR"]


def note():
    request = urllib.request.Request(task["urls"]["desk"] + "/notes", b'{"text": "hello"}', method="POST")
    request.add_header("content-type", "application/json")
    urllib.request.urlopen(request).read()


def say(value):
    print(json.dumps(value))


if how == "answers":
    note()
    print("a line before")
    say({"left": True})
elif how == "leads-out":
    # A second life finds what the first one has left.
    if not os.path.lexists(tmp + "/out"):
        os.symlink(words[0], tmp + "/out")
    note()
    say(os.readlink(tmp + "/out"))
elif how == "exits":
    note()
    sys.exit(7)
elif how == "file":
    note()
    with open(words[0], "w") as file:
        json.dump({"left": True}, file)
elif how == "words":
    note()
    say({"words": words, "variable": os.environ["GREETING"]})
elif how == "deaf":
    say("heard nothing")
elif how == "fails":
    note()
    print("It is no use.", file=sys.stderr)
    sys.exit(3)
elif how == "killed":
    os.kill(os.getpid(), signal.SIGSEGV)
elif how == "leaves-daemon":
    note()
    subprocess.Popen(["sleep", "600"], start_new_session=True)
    say({"left": True})
elif how == "waits":
    subprocess.Popen(["sleep", "600"], start_new_session=True)
    time.sleep(600)
elif how == "floods":
    while True:
        print("x" * 1_000_000)
elif how == "hoards":
    held = []
    while True:
        held.append(bytearray(os.urandom(16_000_000)))
elif how == "hoards-in-a-child":
    subprocess.run([sys.executable, __file__, "hoards"], input=b"{}")
    sys.exit(3)
elif how == "links":
    os.symlink("/etc/passwd", os.path.join(tmp, "answer.json"))
elif how == "is":
    note()
    status = open("/proc/self/status").read()
    say({
        "uid": os.getuid(),
        "rights": [line.split()[1] for line in status.splitlines() if line.startswith("Cap")],
        "no_new_privileges": "NoNewPrivs:\t1" in status,
        "interfaces": sorted(os.listdir("/sys/class/net")),
        "image": os.environ.get("AGENT_IMAGE"),
        "processes": len([name for name in os.listdir("/proc") if name.isdigit()]),
        "descriptors": sorted(os.listdir("/proc/self/fd")),
        "doors": os.listdir("/run/mettle/doors"),
        "variables": sorted(name for name in os.environ if "SECRET" in name or name.startswith(("LD_", "NODE_CHANNEL"))),
    })
elif how == "writes":
    note()
    wrote = []
    for folder in ["/", "/etc", "/usr/bin", os.getcwd(), "/run", "/tmp", "/var/tmp", os.path.expanduser("~"), tmp]:
        try:
            with open(os.path.join(folder, "written"), "w") as file:
                file.write("out")
            wrote.append(folder)
        except OSError:
            pass
    say(sorted(folder if folder != tmp else "tmp" for folder in wrote))
