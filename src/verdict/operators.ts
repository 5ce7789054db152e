/** How a gate compares a figure with its threshold. */
export const operators = {
  '>=': (figure: number, threshold: number) => figure >= threshold,
  '>': (figure: number, threshold: number) => figure > threshold,
  '<=': (figure: number, threshold: number) => figure <= threshold,
  '<': (figure: number, threshold: number) => figure < threshold,
  '==': (figure: number, threshold: number) => figure === threshold,
  '!=': (figure: number, threshold: number) => figure !== threshold,
} as const

export type Operator = keyof typeof operators
