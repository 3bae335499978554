-- Written by hand: drizzle-kit knows neither virtual tables nor triggers.
-- Contentless: the words are found here, the text is read from the messages (rowid = messages.seq).
CREATE VIRTUAL TABLE messages_fts USING fts5(
  content, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);
--> statement-breakpoint
CREATE TRIGGER messages_unindexed AFTER DELETE ON messages BEGIN
  DELETE FROM messages_fts WHERE rowid = old.seq;
END;
--> statement-breakpoint
-- message_count is the number of messages that are not in the trash, whatever wrote them.
CREATE TRIGGER messages_counted AFTER INSERT ON messages WHEN new.deleted_at IS NULL BEGIN
  UPDATE conversations SET message_count = message_count + 1 WHERE id = new.conversation_id;
END;
--> statement-breakpoint
CREATE TRIGGER messages_uncounted AFTER DELETE ON messages WHEN old.deleted_at IS NULL BEGIN
  UPDATE conversations SET message_count = message_count - 1 WHERE id = old.conversation_id;
END;
--> statement-breakpoint
CREATE TRIGGER messages_recounted AFTER UPDATE OF deleted_at ON messages
WHEN (old.deleted_at IS NULL) <> (new.deleted_at IS NULL) BEGIN
  UPDATE conversations
  SET message_count = message_count + iif(new.deleted_at IS NULL, 1, -1)
  WHERE id = new.conversation_id;
END;
