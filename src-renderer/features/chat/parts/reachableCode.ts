interface Node {
  type: string
  tagName?: string
  properties?: Record<string, unknown>
  children?: Node[]
}

/** A step of the Markdown pipeline: gives code blocks a tab stop, so that keys can scroll them. */
export function reachableCode() {
  return (tree: Node) => visit(tree)
}

function visit(node: Node) {
  for (const child of node.children ?? []) {
    if (node.tagName === 'pre' && child.tagName === 'code') {
      child.properties = { ...child.properties, tabIndex: 0 }
    } else visit(child)
  }
}
