/** Things by a name that each has, in the order in which names and things came. */
export function groupBy<Name, Thing>(things: Iterable<Thing>, nameOf: (thing: Thing) => Name): Map<Name, Thing[]> {
  const groups = new Map<Name, Thing[]>()
  for (const thing of things) {
    const name = nameOf(thing)
    const known = groups.get(name)
    if (known) known.push(thing)
    else groups.set(name, [thing])
  }
  return groups
}
