/** Of <linux/filter.h>, <linux/seccomp.h> and <sys/socket.h>. */
const [LOAD, RETURN, IF_EQUAL, IF_AT_LEAST] = [0x20, 0x06, 0x15, 0x35]
const [ALLOW, REFUSE] = [0x7fff0000, 0x00050000]
const [ENOSYS, EPERM, EAFNOSUPPORT] = [38, 1, 97]
/** Where the number of a call stands, its architecture, and the lower half of its first argument. */
const [NUMBER, ARCHITECTURE, FIRST] = [0, 4, 16]
/** Those that a network namespace holds: AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. */
const FAMILIES = [1, 2, 10, 16]
/** io_uring_setup, io_uring_enter, io_uring_register, on every architecture. */
const IO_URING = [425, 426, 427]

interface Calls {
  architecture: number
  socket: number
  /** add_key, request_key, keyctl, bpf, perf_event_open, userfaultfd. */
  refused: readonly number[]
}

/** The numbers of system calls by what Node calls the architecture. */
const CALLS: Readonly<Record<string, Calls>> = {
  x64: { architecture: 0xc000003e, socket: 41, refused: [248, 249, 250, 321, 298, 323] },
  arm64: { architecture: 0xc00000b7, socket: 198, refused: [217, 218, 219, 280, 241, 282] },
}
/** Above this the numbers of x64 are those of another way to call. */
const OTHER_ABI = 0x40000000

/**
 * What a sandbox refuses beside what is not there: calls that reach what no namespace holds. Sockets of other families (AF_VSOCK is a
 * virtual machine's way to its host), io_uring, which opens sockets past every filter, the keys of whoever started it, and programs in
 * the kernel. A filter of seccomp, in this machine's byte order; undefined for an architecture whose numbers are not known.
 */
export function systemCallFilter(arch: string = process.arch): Buffer | undefined {
  const calls = CALLS[arch]
  if (!calls) return undefined
  const refuse = (numbers: readonly number[], error: number) =>
    numbers.flatMap((number) => [when(IF_EQUAL, number, 0, 1), leave(REFUSE | error)])
  return Buffer.concat([
    load(ARCHITECTURE),
    ...[when(IF_EQUAL, calls.architecture, 1, 0), leave(REFUSE | ENOSYS)],
    load(NUMBER),
    ...[when(IF_AT_LEAST, OTHER_ABI, 0, 1), leave(REFUSE | ENOSYS)],
    ...refuse(IO_URING, ENOSYS),
    ...refuse(calls.refused, EPERM),
    ...[when(IF_EQUAL, calls.socket, 1, 0), leave(ALLOW)],
    load(FIRST),
    ...FAMILIES.flatMap((family) => [when(IF_EQUAL, family, 0, 1), leave(ALLOW)]),
    leave(REFUSE | EAFNOSUPPORT),
  ])
}

function load(offset: number): Buffer {
  return instruction(LOAD, 0, 0, offset)
}

/** Leaves out so many of the next ones where it is so, and where it is not. */
function when(how: number, value: number, so: number, not: number): Buffer {
  return instruction(how, so, not, value)
}

function leave(verdict: number): Buffer {
  return instruction(RETURN, 0, 0, verdict)
}

function instruction(code: number, so: number, not: number, value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt16LE(code, 0)
  bytes.writeUInt8(so, 2)
  bytes.writeUInt8(not, 3)
  bytes.writeUInt32LE(value >>> 0, 4)
  return bytes
}
