/** The functions of jstat that are used here. */
declare module 'jstat' {
  interface Distribution {
    cdf(x: number, ...parameters: number[]): number
    inv(p: number, ...parameters: number[]): number
  }
  const jstat: { beta: Distribution; normal: Distribution; binomial: Distribution; studentt: Distribution }
  export default jstat
}
