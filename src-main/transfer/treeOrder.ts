/** A node of a tree as a file links it: `children` may be missing or name what is not there. */
export interface TreeNode {
  id: string
  parentId: string | null
  children: string[]
}

/**
 * All nodes, each after its parent, and those of one parent in the order in which it names them. What
 * no parent names follows in the order of the file; circles are entered once.
 */
export function inTreeOrder<Node extends TreeNode>(nodes: Node[]): Node[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const below = Map.groupBy(nodes, ({ parentId }) => parentId)
  const seen = new Set<Node>()
  const order: Node[] = []
  for (const root of [...nodes.filter((node) => isRoot(node)), ...nodes]) {
    const waiting = [root]
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (seen.has(node)) continue
      seen.add(node)
      order.push(node)
      waiting.push(...childrenOf(node).toReversed())
    }
  }
  return order

  function isRoot({ parentId }: Node) {
    return parentId === null || !byId.has(parentId)
  }

  function childrenOf(node: Node): Node[] {
    const named = node.children.flatMap((id) => byId.get(id) ?? [])
    const rightful = named.filter((child) => child.parentId === node.id)
    return [...new Set([...rightful, ...(below.get(node.id) ?? [])])]
  }
}
