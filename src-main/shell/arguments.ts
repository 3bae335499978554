/** The arguments of the next start: those of this one, with another folder where one is given. */
export function argumentsFor(args: readonly string[], dataDir?: string): string[] {
  if (dataDir === undefined) return [...args]
  const others = args.filter(
    (word, index) =>
      word !== '--data-dir' && !word.startsWith('--data-dir=') && args[index - 1] !== '--data-dir',
  )
  return [...others, `--data-dir=${dataDir}`]
}
