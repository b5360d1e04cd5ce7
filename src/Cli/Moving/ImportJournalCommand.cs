using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Storage;
using Omnichannel.Terminal;

namespace Omnichannel.Moving;

/// <summary><c>omni import-journal FILE</c></summary>
internal static class ImportJournalCommand
{
    public static Command Create()
    {
        var store = new StoreOptions();
        var file = new Argument<FileInfo>("FILE") { Description = "What export-journal wrote." };
        file.Validators.Add(result => FileArguments.MustExist(result, result.GetValueOrDefault<FileInfo>()));
        var shards = new Option<int?>("--shards")
        {
            Description = "How many shards the new journal gets. Default: what suits the store. As many as the old one had keep the cursors of feeds valid.",
            HelpName = "COUNT",
        };
        shards.Must(static count => count is not (< 1 or > Limits.JournalShardsMax), $"--shards is 1 to {Limits.JournalShardsMax}.");
        var command = new DetailedCommand("import-journal", "Makes a journal in a new database out of an export.", """
            Reads the file twice: once to see that it is whole, and then into a database that has to be empty. No grid opens that database before the import
            has ended; after one that was broken off, take a new database and start again. Give the new grid the master keys of the old one, and hold
            omni audit against it.
            """) { file, shards };
        store.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var source = parsed.GetRequiredValue(file).FullName;
            var options = store.Of(parsed) with { ShardCount = parsed.GetValue(shards) };
            await using var journal = await AdoNetJournal.OpenAsync(options, NullLoggerFactory.Instance, cancellation);
            var (import, started) = (new JournalImport(journal), Stopwatch.GetTimestamp());
            MovedCounts? counts = null;
            await Progressing.ShowAsync("rows", null, () => import.RowsCount, async () => counts = await import.ReadAsync(() => File.OpenRead(source), cancellation));
            MovedReport.Write("Import", counts!, journal.ShardCount, Stopwatch.GetElapsedTime(started));
            return ExitCode.Ok;
        });
        return command;
    }
}
