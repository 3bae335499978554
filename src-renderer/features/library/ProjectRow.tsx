import { ChevronRight, Ellipsis, Folder, FolderOpen, MessagesSquare } from 'lucide-react'
import { useState } from 'react'
import type { KeyboardEvent, MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../../stores/library'
import { useLibraryView } from '../../stores/libraryView'
import type { TreeRow } from '../../stores/projectTree'
import { iconButton } from '../../ui/IconButton'
import { Menu } from '../../ui/Menu'
import { isAsking, showScope } from './actions'
import { dragProject, endDrag, useDropTarget } from './dragging'
import { NameField } from './NameField'
import { ProjectMenu } from './ProjectMenu'

const look =
  'group relative flex h-[30px] items-center rounded-md pr-1 select-none -outline-offset-2 hover:bg-hover has-data-popup-open:bg-hover'
const on = 'bg-pressed font-medium'
const over = 'bg-primary-soft outline-2 outline-primary'

interface AllProps {
  current: boolean
  tabStop: boolean
  onFocus: (id: string) => void
  onKeyDown: (event: KeyboardEvent) => void
}

export function AllChatsRow({ current, tabStop, onFocus, onKeyDown }: AllProps) {
  const { t } = useTranslation('library')
  const target = useDropTarget(null)
  return (
    <div
      id="project-all"
      role="treeitem"
      tabIndex={tabStop ? 0 : -1}
      aria-level={1}
      aria-selected={current}
      aria-label={t('allChats')}
      onFocus={() => onFocus('all')}
      onKeyDown={onKeyDown}
      onClick={() => showScope({})}
      {...target.handlers}
      className={`${look} gap-2 pl-[26px] ${current ? on : ''} ${target.over ? over : ''}`}
    >
      <MessagesSquare
        size={15}
        strokeWidth={1.75}
        aria-hidden
        className="shrink-0 text-muted-foreground"
      />
      {t('allChats')}
    </div>
  )
}

interface Props extends AllProps {
  row: TreeRow
}

export function ProjectRow({ row, current, tabStop, onFocus, onKeyDown }: Props) {
  const { id, level, expanded } = row
  const { t } = useTranslation('library')
  const name = useLibrary((state) => state.projects[id]?.name ?? '')
  const renaming = useLibraryView((state) => state.renaming === id)
  const expand = useLibraryView((state) => state.expand)
  const target = useDropTarget(id)
  const [menuOpen, setMenuOpen] = useState(false)
  const Icon = current ? FolderOpen : Folder

  // A click in the menu arrives here as well, although the menu is drawn elsewhere.
  const inRow = (event: MouseEvent) =>
    event.target instanceof Node && event.currentTarget.contains(event.target)

  return (
    <div
      id={`project-${id}`}
      role="treeitem"
      tabIndex={tabStop ? 0 : -1}
      aria-level={level}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-expanded={expanded}
      aria-selected={current}
      aria-label={name}
      draggable={!renaming}
      onDragStart={(event) => dragProject(event, id)}
      onDragEnd={endDrag}
      onFocus={() => onFocus(id)}
      onKeyDown={onKeyDown}
      onClick={(event) => inRow(event) && showScope({ projectId: id })}
      onContextMenu={(event) => {
        if (!inRow(event)) return
        event.preventDefault()
        setMenuOpen(true)
      }}
      {...target.handlers}
      className={`${look} ${current ? on : ''} ${target.over ? over : ''}`}
      style={{ paddingLeft: 4 + (level - 1) * 14 }}
    >
      <span
        aria-hidden
        className="flex size-[22px] shrink-0 items-center justify-center rounded text-muted-foreground hover:text-foreground"
        onClick={(event) => {
          if (expanded === undefined) return
          event.stopPropagation()
          expand(id, !expanded)
        }}
      >
        {expanded !== undefined && (
          <ChevronRight
            size={14}
            className={`transition-transform ${expanded ? 'rotate-90' : ''}`}
          />
        )}
      </span>
      <Icon
        size={15}
        strokeWidth={1.75}
        aria-hidden
        className={`mr-2 shrink-0 ${current ? 'text-primary' : 'text-muted-foreground'}`}
      />
      {renaming ? (
        <NameField id={id} name={name} />
      ) : (
        <>
          <span className="min-w-0 flex-1 truncate" dir="auto" title={name}>
            {name}
          </span>
          <Menu
            open={menuOpen}
            onOpenChange={setMenuOpen}
            finalFocus={() => useLibraryView.getState().renaming === null && !isAsking()}
            trigger={
              <button
                type="button"
                tabIndex={tabStop ? 0 : -1}
                aria-label={t('projectActions', { name })}
                onClick={(event) => event.stopPropagation()}
                className={`${iconButton} -mr-1 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 data-popup-open:opacity-100`}
              >
                <Ellipsis size={15} aria-hidden />
              </button>
            }
          >
            <ProjectMenu id={id} />
          </Menu>
        </>
      )}
    </div>
  )
}
