/** This process as the system knows it. Under a trial in virtual time `process.pid` says something else, the same every time. */
export const ownPid = process.pid
