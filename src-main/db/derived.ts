/** Of `sqlite_schema`: what is made from the messages and can be made again. */
export const OF_INDEX = String.raw`(tbl_name LIKE 'messages\_fts%' ESCAPE '\' OR tbl_name LIKE 'search\_%' ESCAPE '\')`

export function isOfIndex(table: string): boolean {
  return table.startsWith('messages_fts') || table.startsWith('search_')
}
