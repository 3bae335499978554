ALTER TABLE `settings` ADD `trash_days` integer;--> statement-breakpoint
ALTER TABLE `settings` ADD `size_limit` integer;--> statement-breakpoint
ALTER TABLE `settings` ADD `make_room` integer DEFAULT false NOT NULL;