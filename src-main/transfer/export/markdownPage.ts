import type { Definition, ListItem, Nodes, Parents, Root, Table } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { stretches } from '@contract/stretches'
import { text } from '../../text'
import { escaped } from './escaped'

/** How many headings a page has above those of a message. */
const ABOVE = 2
/** What a link of a page may lead to. */
const SCHEMES: readonly string[] = ['http:', 'https:', 'mailto:']

const options = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }

/**
 * Markdown as a part of a page. All that is text stays text, HTML too; a picture becomes a link to it.
 * A block that would keep the parser busy for long is written as it is.
 */
export function markdownPage(value: string): string {
  return stretches(value)
    .map((stretch) => (stretch.heavy ? plain(stretch.text) : drawn(stretch.text)))
    .join('')
}

/** Text as it was written, with its line breaks. */
export function plain(value: string): string {
  const trimmed = value.replace(/^(?:[ \t]*\n)+/, '').trimEnd()
  return trimmed && `<div class="text" dir="auto">${escaped(trimmed)}</div>\n`
}

function drawn(value: string): string {
  const root = fromMarkdown(value, options)
  const inside = new Page(root).inside(root)
  return inside && `<div class="prose">\n${inside}</div>\n`
}

/** Draws what a text has been parsed into; links that are named elsewhere in it are looked up. */
class Page {
  readonly #definitions = new Map<string, Definition>()

  constructor(root: Root) {
    for (const each of root.children) {
      if (each.type === 'definition' && !this.#definitions.has(each.identifier)) {
        this.#definitions.set(each.identifier, each)
      }
    }
  }

  inside({ children }: Parents): string {
    return children.map((child) => this.draw(child)).join('')
  }

  draw(node: Nodes): string {
    switch (node.type) {
      case 'root':
        return this.inside(node)
      case 'paragraph':
        return `<p dir="auto">${this.inside(node)}</p>\n`
      case 'heading': {
        const level = Math.min(6, node.depth + ABOVE)
        return `<h${level} dir="auto">${this.inside(node)}</h${level}>\n`
      }
      case 'blockquote':
        return `<blockquote dir="auto">\n${this.inside(node)}</blockquote>\n`
      case 'list': {
        const name = node.ordered ? 'ol' : 'ul'
        const start = node.ordered && (node.start ?? 1) !== 1 ? ` start="${node.start ?? 1}"` : ''
        const items = node.children.map((item) => this.#item(item, !node.spread)).join('')
        return `<${name}${start}>\n${items}</${name}>\n`
      }
      case 'listItem':
        return this.#item(node, false)
      case 'table':
        return this.#table(node)
      case 'code':
        return `<pre><code>${escaped(node.value)}</code></pre>\n`
      case 'thematicBreak':
        return '<hr>\n'
      case 'text':
        return escaped(node.value)
      case 'html':
        return escaped(node.value)
      case 'emphasis':
        return `<em>${this.inside(node)}</em>`
      case 'strong':
        return `<strong>${this.inside(node)}</strong>`
      case 'delete':
        return `<del>${this.inside(node)}</del>`
      case 'inlineCode':
        return `<code>${escaped(node.value)}</code>`
      case 'break':
        return '<br>\n'
      case 'link':
        return linkTo(node.url, this.inside(node))
      case 'linkReference':
        return linkTo(this.#definitions.get(node.identifier)?.url ?? '', this.inside(node))
      case 'image':
        return pictureAt(node.url, node.alt)
      case 'imageReference':
        return pictureAt(this.#definitions.get(node.identifier)?.url ?? '', node.alt)
      case 'footnoteReference':
        return `<sup>[${escaped(node.label ?? node.identifier)}]</sup>`
      case 'footnoteDefinition': {
        const name = escaped(node.label ?? node.identifier)
        return `<div class="footnote"><sup>[${name}]</sup>\n${this.inside(node)}</div>\n`
      }
      case 'tableRow':
      case 'tableCell':
        return this.inside(node)
      case 'definition':
      case 'yaml':
        return ''
    }
  }

  /** In a list without empty lines the text of an item is no paragraph of its own. */
  #item(item: ListItem, isTight: boolean): string {
    const box = item.checked == null ? '' : item.checked ? '☑ ' : '☐ '
    const inside = item.children
      .map((child) =>
        isTight && child.type === 'paragraph' ? `${this.inside(child)}\n` : this.draw(child),
      )
      .join('')
    return `<li dir="auto"${box && ' class="task"'}>${box}${inside}</li>\n`
  }

  #table({ align, children: [head, ...rows] }: Table): string {
    const row = (name: 'th' | 'td', cells: Parents[]) => {
      const drawn = cells.map((cell, index) => {
        const side = align?.[index]
        const style = side ? ` style="text-align: ${side}"` : ''
        return `<${name} dir="auto"${style}>${this.inside(cell)}</${name}>`
      })
      return `<tr>${drawn.join('')}</tr>\n`
    }
    const body = rows.map((each) => row('td', each.children)).join('')
    const top = head ? `<thead>\n${row('th', head.children)}</thead>\n` : ''
    return `<table>\n${top}<tbody>\n${body}</tbody>\n</table>\n`
  }
}

/** Only what opens a page or writes a message is a link; any other address is left out. */
function linkTo(url: string, inside: string): string {
  if (!isHarmless(url)) return inside
  return `<a href="${escaped(url)}" rel="noreferrer noopener">${inside}</a>`
}

function pictureAt(url: string, alt: string | null | undefined): string {
  const named = escaped(text('transcript:picture', { name: alt || (isHarmless(url) ? url : '') }))
  return linkTo(url, named)
}

function isHarmless(url: string): boolean {
  return URL.canParse(url) && SCHEMES.includes(new URL(url).protocol)
}
