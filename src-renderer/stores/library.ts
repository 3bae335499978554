import type { Failure } from '@contract/errors'
import type { EventMessage } from '@contract/events'
import type {
  NewTag,
  Project,
  ProjectDeletion,
  ProjectPatch,
  Tag,
  TagDeletion,
  TagPatch,
} from '@contract/library'
import type { Result } from '@contract/errors'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { newId } from './ids'
import { useNotices } from './notices'
import type { Notice, NoticesStore } from './notices'
import { createOverlay } from './overlay'
import { isWithin } from './projectTree'
import type { Projects } from './projectTree'

interface Library {
  /** Deleted ones stay, marked, for as long as the window does. */
  projects: Projects
  tags: Readonly<Record<string, Tag>>
  load: () => Promise<void>
  /** Its id, or null when it was refused. */
  createProject: (parentId: string | null, name: string) => Promise<string | null>
  updateProject: (id: string, patch: ProjectPatch) => Promise<boolean>
  moveProject: (id: string, parentId: string | null) => Promise<void>
  removeProject: (id: string, conversations: 'parent' | 'trash') => Promise<void>
  createTag: (tag: Omit<NewTag, 'id'>) => Promise<string | null>
  updateTag: (id: string, patch: TagPatch) => Promise<void>
  removeTag: (id: string) => Promise<void>
  apply: (event: EventMessage) => void
}

export function createLibrary(ask: Call, notices: NoticesStore) {
  const projectRows = createOverlay<Project>()
  const tagRows = createOverlay<Tag>()

  return create<Library>()((set, get) => {
    function refuse(text: Notice['text'], failure: Failure) {
      notices.getState().tell({ text, failure })
    }

    function showProjects(changed: readonly (Project | undefined)[]) {
      const known = changed.filter((each) => each !== undefined)
      if (known.length === 0) return
      set(({ projects }) => ({
        projects: { ...projects, ...Object.fromEntries(known.map((each) => [each.id, each])) },
      }))
    }

    /** A deleted one stays, marked; one that is no more was taken back with its import. */
    function forgetProjects(ids: readonly string[]) {
      const gone = ids.filter((id) => get().projects[id]?.deletedAt === null)
      if (gone.length === 0) return
      for (const id of gone) projectRows.forget(id)
      set(({ projects }) => ({
        projects: Object.fromEntries(Object.entries(projects).filter(([id]) => !gone.includes(id))),
      }))
    }

    function showTag(tag: Tag | undefined) {
      if (tag) set(({ tags }) => ({ tags: { ...tags, [tag.id]: tag } }))
    }

    function hideTag(id: string) {
      set(({ tags: { [id]: _gone, ...tags } }) => ({ tags }))
    }

    /** Shows a change of projects at once and takes it back if main refuses it. */
    async function propose<T>(
      ids: readonly string[],
      patch: Partial<Project>,
      request: () => Promise<Result<T>>,
      text: Notice['text'],
    ) {
      showProjects(ids.map((id) => projectRows.propose(id, patch)))
      const answer = await request()
      showProjects(ids.map((id) => projectRows.settle(id, patch, answer.ok)))
      if (!answer.ok) refuse(text, answer.error)
      return answer
    }

    function living(within: string) {
      const { projects } = get()
      return Object.values(projects)
        .filter((each) => each.deletedAt === null && isWithin(projects, each.id, within))
        .map((each) => each.id)
    }

    async function restore(ids: readonly string[], deletion: ProjectDeletion) {
      await propose(
        ids,
        { deletedAt: null },
        () => ask('projects.restore', deletion),
        'library:notices.projectNotRestored',
      )
    }

    /** Main tells of the tag itself, and of the conversations that have it again. */
    async function restoreTag(deletion: TagDeletion) {
      const answer = await ask('tags.restore', deletion)
      if (!answer.ok) refuse('library:notices.tagNotRestored', answer.error)
    }

    return {
      projects: {},
      tags: {},

      async load() {
        const before = get()
        const [projects, tags] = await Promise.all([ask('projects.list'), ask('tags.list')])
        if (projects.ok) {
          showProjects(projects.value.map((each) => projectRows.save(each.id, each)))
          forgetProjects(missing(before.projects, projects.value))
        } else refuse('library:notices.projectsNotLoaded', projects.error)
        if (tags.ok) {
          for (const each of tags.value) showTag(tagRows.save(each.id, each))
          for (const id of missing(before.tags, tags.value)) hideTag(id)
        } else refuse('library:notices.tagsNotLoaded', tags.error)
      },

      async createProject(parentId, name) {
        const answer = await ask('projects.create', { project: { id: newId(), parentId, name } })
        if (!answer.ok) {
          refuse('library:notices.projectNotCreated', answer.error)
          return null
        }
        showProjects([projectRows.save(answer.value.id, answer.value)])
        return answer.value.id
      },

      async updateProject(id, patch) {
        const answer = await propose(
          [id],
          patch,
          () => ask('projects.update', { id, patch }),
          'library:notices.projectNotSaved',
        )
        return answer.ok
      },

      async moveProject(id, parentId) {
        const project = get().projects[id]
        // In itself it would be reachable from nowhere.
        if (!project || project.parentId === parentId) return
        if (parentId !== null && isWithin(get().projects, parentId, id)) return
        if (!(await get().updateProject(id, { parentId }))) return
        notices.getState().tell({
          text: 'library:notices.projectMoved',
          values: { name: project.name },
          undo: () => void get().updateProject(id, { parentId: project.parentId }),
        })
      },

      async removeProject(id, conversations) {
        const name = get().projects[id]?.name ?? ''
        const ids = living(id)
        const answer = await propose(
          ids,
          { deletedAt: Date.now() },
          () => ask('projects.delete', { id, conversations }),
          'library:notices.projectNotDeleted',
        )
        if (!answer.ok) return
        notices.getState().tell({
          text: 'library:notices.projectDeleted',
          values: { name },
          undo: () => void restore(ids, answer.value),
        })
      },

      async createTag(tag) {
        const answer = await ask('tags.create', { tag: { ...tag, id: newId() } })
        if (!answer.ok) {
          refuse('library:notices.tagNotCreated', answer.error)
          return null
        }
        showTag(tagRows.save(answer.value.id, answer.value))
        return answer.value.id
      },

      async updateTag(id, patch) {
        showTag(tagRows.propose(id, patch))
        const answer = await ask('tags.update', { id, patch })
        showTag(tagRows.settle(id, patch, answer.ok))
        if (!answer.ok) refuse('library:notices.tagNotSaved', answer.error)
      },

      async removeTag(id) {
        const tag = get().tags[id]
        hideTag(id)
        const answer = await ask('tags.delete', { id })
        if (!answer.ok) {
          showTag(tag)
          return refuse('library:notices.tagNotDeleted', answer.error)
        }
        tagRows.forget(id)
        notices.getState().tell({
          text: 'library:notices.tagDeleted',
          values: { name: answer.value.tag.name },
          undo: () => void restoreTag(answer.value),
        })
      },

      apply(event) {
        if (event.name === 'library.changed') void get().load()
        else if (event.name === 'project.saved') {
          showProjects([projectRows.save(event.value.id, event.value)])
        } else if (event.name === 'tag.saved') showTag(tagRows.save(event.value.id, event.value))
        else if (event.name === 'tag.removed') {
          tagRows.forget(event.value.id)
          hideTag(event.value.id)
        }
      },
    }
  })
}

/** Those that were known before and are not in an answer. */
function missing(before: Readonly<Record<string, unknown>>, answer: readonly { id: string }[]) {
  const there = new Set(answer.map(({ id }) => id))
  return Object.keys(before).filter((id) => !there.has(id))
}

export type LibraryStore = ReturnType<typeof createLibrary>

export const useLibrary = createLibrary(call, useNotices)
