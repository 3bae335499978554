import { Folder, FolderMinus, FolderPlus } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useId, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../../stores/library'
import { pathOf, treeRows } from '../../stores/projectTree'

interface Option {
  key: string
  icon: LucideIcon
  text: string
  /** Where a project that was found stands. */
  path?: string
  level: number
  here: boolean
  choose: () => void
}

interface Props {
  inputRef: RefObject<HTMLInputElement | null>
  /** The words for being in no project. */
  nowhere: string
  icon?: LucideIcon
  /** Where it is now; undefined where it is in several places. */
  here: string | null | undefined
  allowed: (id: string) => boolean
  onChoose: (projectId: string | null) => void
  onCreate?: (name: string) => void
}

/** A list of the projects that narrows while one types; the arrows move in it, Enter chooses. */
export function ProjectChooser({
  inputRef,
  nowhere,
  icon,
  here,
  allowed,
  onChoose,
  onCreate,
}: Props) {
  const { t } = useTranslation('library')
  const id = useId()
  const projects = useLibrary((state) => state.projects)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const name = typed.trim()

  const found = treeRows(projects, () => true).filter((row) => {
    const path = pathOf(projects, row.id).toLocaleLowerCase()
    return allowed(row.id) && words.every((word) => path.includes(word))
  })
  const options: Option[] = found.map((row) => ({
    key: row.id,
    icon: Folder,
    text: projects[row.id]?.name ?? '',
    level: words.length > 0 ? 1 : row.level,
    here: here === row.id,
    choose: () => onChoose(row.id),
    ...(words.length > 0 && row.level > 1 && { path: parentPath(pathOf(projects, row.id)) }),
  }))
  if (words.length === 0) {
    options.unshift({
      key: 'none',
      icon: icon ?? FolderMinus,
      text: nowhere,
      level: 1,
      here: here === null,
      choose: () => onChoose(null),
    })
  }
  if (onCreate) {
    options.push({
      key: 'create',
      icon: FolderPlus,
      text: name ? t('move.create', { name }) : t('move.createUnnamed'),
      level: 1,
      here: false,
      choose: () => onCreate(name),
    })
  }
  const at = Math.min(active, options.length - 1)

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const next = {
      ArrowDown: (at + 1) % options.length,
      ArrowUp: (at - 1 + options.length) % options.length,
    }[event.key]
    if (next !== undefined) {
      setActive(next)
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') options[at]?.choose()
    else return
    event.preventDefault()
  }

  return (
    <>
      <input
        ref={inputRef}
        role="combobox"
        aria-label={t('move.filter')}
        aria-expanded
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={options.length > 0 ? `${id}-${at}` : undefined}
        placeholder={t('move.filter')}
        dir="auto"
        maxLength={200}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
        className="h-11 shrink-0 border-b border-border bg-transparent px-5 outline-none placeholder:text-muted-foreground"
      />
      <div
        role="listbox"
        id={id}
        aria-label={t('move.list')}
        className="max-h-[22rem] min-h-32 overflow-y-auto p-2"
      >
        {options.map((option, index) => (
          <div
            key={option.key}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseMove={() => setActive(index)}
            onClick={option.choose}
            onKeyDown={onKeyDown}
            className={`flex min-h-8 items-center gap-2.5 rounded-md px-3 py-1 select-none ${index === at ? 'bg-hover' : ''}`}
            style={{ paddingLeft: 12 + (option.level - 1) * 18 }}
          >
            <option.icon
              size={15}
              strokeWidth={1.75}
              aria-hidden
              className="shrink-0 text-muted-foreground"
            />
            <span className="truncate" dir="auto">
              {option.text}
            </span>
            {option.path && (
              <span className="min-w-0 flex-1 truncate text-sm text-muted-foreground" dir="auto">
                {option.path}
              </span>
            )}
            {option.here && (
              <span className="ml-auto shrink-0 text-sm text-muted-foreground">
                {t('move.here')}
              </span>
            )}
          </div>
        ))}
      </div>
    </>
  )
}

function parentPath(path: string) {
  return path.slice(0, path.lastIndexOf(' / '))
}
