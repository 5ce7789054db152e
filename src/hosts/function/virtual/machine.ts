import os from 'node:os'
import { ownPid } from '../../../kernel/own-pid.ts'
import { replace } from './replace.ts'

/** Numbers that no process of any system has: a signal that goes there by mistake reaches nobody. */
const PID = 2 ** 22 + 2
const PARENT_PID = 2 ** 22 + 1
/** How long the machine is up when a trial starts, in s. */
const UP = 86_400
const GB = 1024 ** 3

const TIMES = { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 }
const LOOPBACK = {
  ...{ address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4', mac: '00:00:00:00:00:00', internal: true },
  cidr: '127.0.0.1/8',
}

/** What differs from one machine, or one moment, to the next, and leads to no file and no program. */
const MACHINE = {
  hostname: () => 'localhost',
  loadavg: () => [0, 0, 0],
  uptime: () => UP + process.uptime(),
  totalmem: () => 8 * GB,
  freemem: () => 4 * GB,
  cpus: () => [0, 1].map(() => ({ model: 'virtual', speed: 0, times: { ...TIMES } })),
  availableParallelism: () => 2,
  networkInterfaces: () => ({ lo: [{ ...LOOPBACK }] }),
}

/** Puts the same process on the same machine under every trial. Once per process, before agent code loads. */
export function installVirtualMachine(): void {
  replace(os, MACHINE)
  const kill = process.kill.bind(process)
  replace(process, {
    // To itself, or to its group.
    kill: (to: number, signal?: string | number) => kill(Math.abs(to) === PID ? Math.sign(to) * ownPid : to, signal),
  })
  Object.defineProperty(process, 'pid', { value: PID, writable: false, enumerable: true, configurable: true })
  Object.defineProperty(process, 'ppid', { value: PARENT_PID, writable: true, enumerable: true, configurable: true })
}
