using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Storage;
using Omnichannel.Terminal;

namespace Omnichannel.Moving;

/// <summary><c>omni export-journal FILE</c></summary>
internal static class ExportJournalCommand
{
    public static Command Create()
    {
        var store = new StoreOptions();
        var file = new Argument<FileInfo>("FILE") { Description = "The file to write. It must not be there yet." };
        file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo>() is { Exists: true } there) result.AddError($"'{there}' is there already.");
        });
        var command = new DetailedCommand("export-journal", "Writes a whole journal to a file, for another store.", """
            Opens the database itself: stop every grid that uses it first. All entities leave, with versions, checksums, snapshots and due times, and the keys of
            customers as they are wrapped: the file is as secret as the database. A damaged row stops the export, which leaves no file then. Read it with import-journal.
            """) { file };
        store.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var target = parsed.GetRequiredValue(file).FullName;
            await using var journal = await AdoNetJournal.OpenExistingAsync(store.Of(parsed), NullLoggerFactory.Instance, cancellation);
            var started = Stopwatch.GetTimestamp();
            var counts = await WriteWholeAsync(new(journal), target, cancellation);
            MovedReport.Write("Export", counts, journal.ShardCount, Stopwatch.GetElapsedTime(started));
            return ExitCode.Ok;
        });
        return command;
    }

    // Under its name there is a whole file or none.
    private static async Task<MovedCounts> WriteWholeAsync(JournalExport export, string target, CancellationToken cancellation)
    {
        // As secret as the database, and never the draft of another export.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var draft = target + ".part";
        var opened = new FileStream(draft, options);
        MovedCounts? counts = null;
        try
        {
            await using (var stream = opened)
            {
                await Progressing.ShowAsync("rows", null, () => export.RowsCount, async () => counts = await export.WriteAsync(stream, cancellation));
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, target, overwrite: false);
            return counts!;
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
