ALTER TABLE `settings` ADD `notify_when_done` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `settings` ADD `keys` text DEFAULT '{}' NOT NULL;