const undoings = new Set<() => void>()

/**
 * Undoes something at the end of this process where nobody has come to it before: a second Ctrl-C ends the process at once.
 * @param undo Must not wait for anything. The last one goes first.
 * @returns Disposed of once it was undone in order.
 */
export function atExit(undo: () => void): Disposable {
  if (undoings.size === 0) process.on('exit', undoAll)
  undoings.add(undo)
  return {
    [Symbol.dispose]: () => {
      undoings.delete(undo)
      if (undoings.size === 0) process.off('exit', undoAll)
    },
  }
}

function undoAll(): void {
  for (const undo of [...undoings].reverse()) {
    try {
      undo()
    } catch {
      // The others are undone all the same.
    }
  }
}
