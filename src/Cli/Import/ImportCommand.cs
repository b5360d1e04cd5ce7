using System.CommandLine;
using System.Diagnostics;
using Omnichannel.Grid;
using Omnichannel.Terminal;
using Spectre.Console;

namespace Omnichannel.Import;

/// <summary><c>omni import FILE</c></summary>
internal static class ImportCommand
{
    // The part number is added to it.
    private const int KeyLengthMax = 48;
    private const int RejectedShownMax = 100;
    private static readonly TimeSpan _partFor = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var grid = new GridOptions();
        var file = new Argument<FileInfo>("FILE") { Description = "CSV with the heading sku,location,onHand, or NDJSON with these members." };
        file.Validators.Add(result => FileArguments.MustExist(result, result.GetValueOrDefault<FileInfo>()));
        var key = new Option<string?>("--key")
        {
            Description = "Names the import. Default: from the content of the file, so that the same file is the same import.",
            HelpName = "KEY",
        };
        key.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && (text.Length > KeyLengthMax || !Contract.IsIdentifier(text)))
                result.AddError($"--key wants 1 to {KeyLengthMax} characters of A-Z a-z 0-9 . _ : -, not '{text}'.");
        });
        var command = new DetailedCommand("import", "Sets what is on hand from a file of counts, CSV or NDJSON.", """
            Each row sets what is on hand of a SKU at a location (absolute). Rows that the grid refuses are listed and stop no other row; exit code 1
            tells of them. Start it again after any accident: rows that had their effect are not counted twice. To set the same figures a second time,
            give another --key.
            """) { file, key };
        grid.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = grid.Connect(parsed, connectionsMax: 2, _partFor);
            var rows = new ImportFile(parsed.GetRequiredValue(file).FullName);
            if (!rows.HasRows) throw new UsageException($"{parsed.GetValue(file)} holds no rows.");
            var name = parsed.GetValue(key) ?? await rows.KeyOfContentAsync(cancellation);
            var import = new StockImport(client, rows, name, grid.PatienceOf(parsed));
            var started = Stopwatch.GetTimestamp();
            try
            {
                await Progressing.ShowAsync("bytes", rows.Bytes, () => import.BytesSent, () => import.RunAsync(cancellation));
            }
            finally
            {
                Write(import, client, name, Stopwatch.GetElapsedTime(started));
            }

            return import.RejectedCount == 0 ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static void Write(StockImport import, GridClient client, string key, TimeSpan elapsed)
    {
        foreach (var row in import.Rejected.Take(RejectedShownMax))
            Screen.Line($"row {row.Row} ({row.Sku ?? "?"} at {row.Location ?? "?"}): {row.Code}: {row.Detail}");
        if (import.RejectedCount > RejectedShownMax) Screen.Line($"and {Tables.Count(import.RejectedCount - RejectedShownMax)} more.");
        var table = Tables.New("Import", "", "count");
        table.AddLine("key", key);
        table.AddLine("rows answered", Tables.Count(import.RowsCount));
        table.AddLine("  imported", Tables.Count(import.RowsCount - import.RepeatedCount - import.RejectedCount));
        table.AddLine("  done by an earlier try", Tables.Count(import.RepeatedCount));
        table.AddLine("  rejected", Tables.Count(import.RejectedCount));
        table.AddLine("retries without an answer", Tables.Count(client.RetriesCount + import.PartsRepeatedCount));
        table.AddLine("time", Tables.Seconds(elapsed));
        table.AddLine("throughput", Tables.Rate(import.RowsCount, elapsed, "rows"));
        AnsiConsole.Write(table);
    }
}
