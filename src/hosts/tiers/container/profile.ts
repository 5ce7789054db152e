/** The architectures that are let in: none that calls the system by other numbers. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'SCMP_ARCH_X86_64', arm64: 'SCMP_ARCH_AARCH64' }
const [ENOSYS, EPERM, EAFNOSUPPORT] = [38, 1, 97]

/** What is said to be unknown: programs then take what was there before. A clone3 hides its flags from a filter. */
const UNKNOWN = ['clone3', 'io_uring_enter', 'io_uring_register', 'io_uring_setup']
/** What reaches what no namespace holds, makes a new namespace, looks into other processes, or is an administrator's. */
const REFUSED = [
  ...['add_key', 'keyctl', 'request_key', 'bpf', 'perf_event_open', 'userfaultfd', 'unshare', 'setns'],
  ...['fsconfig', 'fsmount', 'fsopen', 'fspick', 'mount', 'mount_setattr', 'move_mount', 'open_tree', 'pivot_root'],
  ...['umount2', 'chroot', 'name_to_handle_at', 'open_by_handle_at', 'quotactl', 'quotactl_fd', 'swapon', 'swapoff'],
  ...['kcmp', 'pidfd_getfd', 'process_madvise', 'process_vm_readv', 'process_vm_writev', 'ptrace'],
  ...['acct', 'delete_module', 'finit_module', 'init_module', 'kexec_file_load', 'kexec_load', 'reboot', 'syslog'],
  ...['clock_adjtime', 'clock_settime', 'adjtimex', 'settimeofday', 'ioperm', 'iopl', 'lookup_dcookie', 'vhangup'],
  ...['fanotify_init', 'mbind', 'migrate_pages', 'move_pages', 'set_mempolicy', 'uselib', 'ustat', 'sysfs'],
]
/** CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const NEW_NAMESPACES = [7, 17, 25, 26, 27, 28, 29, 30].map((bit) => 2 ** bit)
/** Families of sockets that a network namespace holds: AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. */
const FAMILIES = [1, 2, 10, 16]
/** All others below this number are refused one by one, those from it on together. */
const ABOVE = 64

/**
 * What a container refuses, whatever the version of its runtime refuses by itself: a profile of seccomp in Docker's form. Undefined for an
 * architecture that it is not made for.
 */
export function systemCallProfile(arch: string = process.arch): object | undefined {
  const architecture = ARCHITECTURES[arch]
  if (architecture === undefined) return undefined
  const refuse = (names: readonly string[], errnoRet: number, args: object[] = []) => ({
    ...{ names, action: 'SCMP_ACT_ERRNO', errnoRet, args },
  })
  const families = Array.from({ length: ABOVE }, (_, family) => family).filter((family) => !FAMILIES.includes(family))
  return {
    defaultAction: 'SCMP_ACT_ALLOW',
    architectures: [architecture],
    syscalls: [
      refuse(UNKNOWN, ENOSYS),
      refuse(REFUSED, EPERM),
      ...NEW_NAMESPACES.map((flag) =>
        refuse(['clone'], EPERM, [{ index: 0, value: flag, valueTwo: flag, op: 'SCMP_CMP_MASKED_EQ' }]),
      ),
      ...families.map((value) => refuse(['socket'], EAFNOSUPPORT, [{ index: 0, value, op: 'SCMP_CMP_EQ' }])),
      refuse(['socket'], EAFNOSUPPORT, [{ index: 0, value: ABOVE, op: 'SCMP_CMP_GE' }]),
    ],
  }
}
