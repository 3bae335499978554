import { memo, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { defaultRehypePlugins, Streamdown } from 'streamdown'
import type { Components, StreamdownProps } from 'streamdown'
import { AsWritten } from './AsWritten'
import { BlockedImage } from './BlockedImage'
import { Code } from './Code'
import { ExternalLink } from './ExternalLink'
import './markdown.css'
import { usePlugins } from './usePlugins'

interface Props {
  text: string
  streaming: boolean
  /** What draws some elements otherwise. */
  others?: Components
}

/** Draws Markdown. While it streams only the block that changes is drawn again. */
export const Markdown = memo(function Markdown({ text, streaming, others }: Props) {
  const { t } = useTranslation('chat')
  const plugins = usePlugins(text)
  // What came in blocks stays in blocks at its end, so that nothing is drawn anew. Only links that are
  // defined elsewhere in the text need it in one piece.
  const [came] = useState(streaming)
  const inBlocks = streaming || (came && !/^ {0,3}\[[^\]\n]+\]:/m.test(text))
  const translations = useMemo(
    () => ({
      copied: t('code.copied'),
      copyTable: t('code.copyTable'),
      copyTableAsCsv: t('code.tableAs', { format: 'CSV' }),
      copyTableAsMarkdown: t('code.tableAs', { format: 'Markdown' }),
      copyTableAsTsv: t('code.tableAs', { format: 'TSV' }),
    }),
    [t],
  )
  return (
    <AsWritten text={text}>
      <Streamdown
        className="markdown"
        dir="auto"
        mode={inBlocks ? 'streaming' : 'static'}
        isAnimating={streaming}
        plugins={plugins}
        rehypePlugins={rehypePlugins}
        components={others ?? components}
        controls={controls}
        translations={translations}
        linkSafety={linkSafety}
        tableMaxHeight={0}
      >
        {text}
      </Streamdown>
    </AsWritten>
  )
})

const linkSafety = { enabled: false }
const controls = {
  table: { copy: true, download: false, fullscreen: false },
  image: false,
}
export const components: Components = {
  a: ({ href, children }) => <ExternalLink href={href ?? ''}>{children}</ExternalLink>,
  code: Code,
  img: ({ src, alt }) => <BlockedImage src={src} alt={alt} />,
  // Sanitising leaves them, with addresses that only the page's policy would keep from being asked.
  picture: ({ children }) => children,
  source: () => null,
}

/** Raw HTML is parsed, then cut down to what is harmless; other schemes than these lose their link. */
const rehypePlugins: StreamdownProps['rehypePlugins'] = [
  plugin('raw'),
  plugin('sanitize'),
  [
    bare(plugin('harden')),
    {
      allowedLinkPrefixes: ['*'],
      allowedImagePrefixes: ['*'],
      allowedProtocols: ['http', 'https', 'mailto'],
      allowDataImages: true,
    },
  ],
]

function plugin(name: string) {
  const found = defaultRehypePlugins[name]
  // Without it, hostile Markdown would be drawn unhardened: better nothing at all.
  if (!found) throw new Error(`streamdown has no plugin ${name}`)
  return found
}

/** The plugin without the options that Streamdown gives it. */
function bare(entry: ReturnType<typeof plugin>) {
  const found = Array.isArray(entry) ? entry[0] : entry
  if (typeof found !== 'function') throw new Error('a plugin of streamdown is no function')
  return found
}
