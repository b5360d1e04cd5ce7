using System.CommandLine;
using System.Diagnostics;
using Omnichannel.Audit.Stock;
using Omnichannel.Grid;
using Omnichannel.Retail;
using Omnichannel.Terminal;

namespace Omnichannel.Audit;

/// <summary><c>omni audit</c></summary>
internal static class AuditCommand
{
    private const int ConnectionsMax = 8;

    private const string Details = """
        Reads the whole feed, folds every stock, price, cart, customer, identity, merge and session without any code of the grid and without its keys,
        checks every promise at every version, then what they say of each other (the holds of carts and of stock, quotes and prices, identities and
        their owners, merges on both sides), and compares each stock, and each cart and customer that can be asked, with the live answer. With --file
        also that a replay led to the totals that the file alone gives, SKU by SKU (opening, fulfilled, sold at tills, returned, adjusted, on hand),
        cart by cart, and customer by customer. Give --run, --location, --until and --stock-only as they were given to the replay. Exit code 1 on any
        difference.
        """;

    public static Command Create()
    {
        var (grid, run) = (new GridOptions(), new RunOptions());
        var file = new Option<FileInfo?>("--file") { Description = "The UCI Online Retail file that was replayed.", HelpName = "FILE" };
        file.Validators.Add(result => FileArguments.MustExist(result, result.GetValueOrDefault<FileInfo?>()));
        var command = new DetailedCommand("audit", "Checks the whole journal independently, and the live answers against it.", Details) { file };
        run.AddTo(command);
        grid.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = grid.Connect(parsed, ConnectionsMax);
            var expected = parsed.GetValue(file) is { } named ? Expect(run, parsed, named.FullName) : null;
            var location = parsed.GetRequiredValue(run.Location);
            var totals = new RunTotals(new(parsed.GetRequiredValue(run.Run)), location);
            var audit = new FeedAudit(new Findings(), expected is null ? null : totals.Observe);
            var feed = new FeedReader(client);
            var walk = new JournalWalk(feed, audit, await feed.CountShardsAsync(cancellation));

            var started = Stopwatch.GetTimestamp();
            await Progressing.ShowAsync("journal entries", null, () => walk.EntriesCount, () => walk.ToEndAsync(cancellation));
            var walked = Stopwatch.GetElapsedTime(started);
            var eventsCount = audit.EventsCount;
            await Agreements.CheckAsync(walk, audit, cancellation);
            var comparison = new LiveComparison(
                walk, audit, new StockAnswers(new(client)), new CartAnswers(client, ConnectionsMax), new CustomerAnswers(client, ConnectionsMax));
            await comparison.RunAsync(cancellation);
            AuditReport.Write(walk, audit, comparison, Tables.Rate(eventsCount, walked, "events"));
            if (expected is not null) CompareWithFile(expected, totals, audit, location, parsed.GetValue(run.StockOnly) ? null : new(audit, totals.Ids));
            AuditReport.Write(audit.Findings, comparison);
            return audit.Findings.Count == 0 && comparison.MovingCount == 0 ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static void CompareWithFile(RetailTotals file, RunTotals journal, FeedAudit audit, string location, CustomerComparison? customers)
    {
        var levels = LevelsAt(audit, location);
        FileComparison.Run(file, journal, levels, audit.Findings);
        AuditReport.Write(file, journal, levels);
        if (customers is null) return;
        customers.Run(file);
        AuditReport.Write(file, customers);
    }

    private static RetailTotals Expect(RunOptions run, ParseResult parsed, string path)
    {
        var plan = RetailPlan.Of(parsed.GetRequiredValue(run.Run), () => RetailFile.Read(path));
        return RetailTotals.Of(plan, run.Rows(parsed, path));
    }

    private static Dictionary<string, StockLevel> LevelsAt(FeedAudit audit, string location) => audit.Stocks
        .Where(fold => fold.Entity.EndsWith($"/{location}", StringComparison.Ordinal))
        .ToDictionary(fold => fold.Entity.Split('/')[1], fold => fold.State, StringComparer.Ordinal);
}
