"""One way out a run: what it reached, as JSON. Where things are is told by the task's parameters."""
import ctypes
import glob
import json
import os
import signal
import socket
import struct
import sys
import time
import urllib.request

task = json.load(sys.stdin)
at = task["params"]
libc = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(5)
        one.connect(address)
        one.sendall(b"out")
        return True


def tcp():
    return connect(socket.AF_INET, ("127.0.0.1", at["tcp"]))


def other_loopback():
    return connect(socket.AF_INET, ("127.0.0.2", at["tcp"]))


def udp():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"out", ("127.0.0.1", at["udp"]))
    return True


def dns():
    query = struct.pack(">HHHHHH", 1, 0x100, 1, 0, 0, 0) + b"\x06canary\x04test\x00" + struct.pack(">HH", 1, 1)
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(query, ("127.0.0.1", at["udp"]))
    return True


def raw():
    packet = struct.pack(">HHHH", 4000, at["udp"], 8 + 3, 0) + b"out"
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP).sendto(packet, ("127.0.0.1", 0))
    return True


def packet():
    data = struct.pack(">HHHH", 4000, at["udp"], 8 + 3, 0) + b"out"
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(data), 1, 0, 64, 17, 0, bytes([127, 0, 0, 1]), bytes([127, 0, 0, 1]))
    words = struct.unpack(">10H", head)
    total = sum(words)
    total = (total >> 16) + (total & 0xFFFF)
    head = head[:10] + struct.pack(">H", ~(total + (total >> 16)) & 0xFFFF) + head[12:]
    one = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
    one.bind(("lo", 0x0800))
    one.send(bytes(12) + b"\x08\x00" + head + data)
    return True


def unix():
    return connect(socket.AF_UNIX, at["unix"])


def unix_in_run():
    return connect(socket.AF_UNIX, at["unix_in_run"])


def unix_by_symlink():
    return connect(socket.AF_UNIX, os.path.join(at["project"], "link-to-socket"))


def abstract():
    return connect(socket.AF_UNIX, "\0" + at["abstract"])


def io_uring():
    """A connection that no filter of socket calls sees: io_uring opens the socket and connects it."""
    params = (ctypes.c_uint32 * 30)()
    ring = checked(libc.syscall(425, 4, params))
    sq, features = params[10:20], params[5]
    size = sq[6] + 4 * 4
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    cq = params[20:30]
    area = libc.mmap(None, max(size, cq[5] + 16 * 8), 3, 0x8001, ring, 0)
    entries = libc.mmap(None, 4 * 64, 3, 0x8001, ring, 0x10000000)
    word = lambda offset: ctypes.c_uint32.from_address(area + offset)

    def submit(entry):
        ctypes.memmove(entries, entry, 64)
        tail = word(sq[1])
        word(sq[6] + 4 * (tail.value & word(sq[2]).value)).value = 0
        tail.value += 1
        checked(libc.syscall(426, ring, 1, 1, 1, None, 0))
        head = word(cq[0])
        slot = area + cq[5] + 16 * (head.value & word(cq[2]).value)
        result = ctypes.c_int32.from_address(slot + 8).value
        head.value += 1
        if result < 0:
            raise OSError(-result, os.strerror(-result))
        return result

    address = ctypes.create_string_buffer(struct.pack("<H", 2) + struct.pack(">H", at["tcp"]) + bytes([127, 0, 0, 1]) + bytes(8))
    one = submit(struct.pack("<BBHiQQI", 45, 0, 0, socket.AF_INET, socket.SOCK_STREAM, 0, 0).ljust(64, b"\0"))
    submit(struct.pack("<BBHiQQI", 16, 0, 0, one, 16, ctypes.addressof(address), 0).ljust(64, b"\0"))
    return True


def read(path):
    with open(path, "rb") as file:
        return at["secret"].encode() in file.read(1_000_000)


def home_key():
    return read(os.path.expanduser("~/.ssh/id_rsa"))


def home_by_path():
    return read(os.path.join(at["home"], ".aws/credentials"))


def outside_file():
    return read(at["outside"])


def symlink():
    return read(os.path.join(at["project"], "link-to-outside"))


def other_trial():
    return any(read(path) for path in glob.glob(os.path.join(at["tmp"], "mettle-agent-*/task.json")) if not path.startswith(os.environ["TMPDIR"]))


def run_folder():
    return any(os.path.getsize(path) > 0 for path in glob.glob(os.path.join(at["project"], "reports/*/traces/*")))


def environ_of_others():
    return any_of(f"/proc/{pid}/environ" for pid in pids())


def files_of_others():
    return any_of(f"/proc/{pid}/root{at['outside']}" for pid in pids())


def given_descriptors():
    return any_of(f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd") if int(fd) > 2 and os.path.isfile(f"/proc/self/fd/{fd}"))


def memory_of_others():
    """Reads as a debugger does."""
    checked(libc.ptrace(16, at["pid"], 0, 0))
    os.waitpid(at["pid"], 0x40000000)
    libc.ptrace(17, at["pid"], 0, 0)
    return True


def signal_others():
    os.kill(at["pid"], signal.SIGUSR2)
    time.sleep(0.2)
    return True


def pids():
    return [name for name in os.listdir("/proc") if name.isdigit() and name != str(os.getpid())]


def any_of(paths):
    for path in paths:
        try:
            if read(path):
                return True
        except OSError:
            pass
    return False


def write_outside():
    with open(at["written"], "w") as file:
        file.write("out")
    return True


def write_project():
    with open(os.path.join(at["project"], "written"), "w") as file:
        file.write("out")
    return True


def write_kernel():
    with open("/proc/sys/vm/overcommit_ratio") as file:
        value = file.read()
    with open("/proc/sys/vm/overcommit_ratio", "w") as file:
        file.write(value)
    return True


def namespaces():
    checked(libc.unshare(0x10000000))
    return True


def many_processes():
    """More than a sandbox gives. They all end with the trial."""
    for _ in range(1_100):
        if os.fork() == 0:
            time.sleep(600)
            os._exit(0)
    return True


try:
    print(json.dumps({"reached": bool(globals()[sys.argv[1]]()), "how": "done"}))
except BaseException as error:
    print(json.dumps({"reached": False, "how": f"{type(error).__name__}: {error}"}))
