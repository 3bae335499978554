/** What is made from the messages and can be made again: the full-text index and what belongs to it. */
export const OF_INDEX = String.raw`(tbl_name LIKE 'messages\_fts%' ESCAPE '\' OR tbl_name LIKE 'search\_%' ESCAPE '\')`
