using System.CommandLine;
using System.Diagnostics;
using Omnichannel.Grid;
using Omnichannel.Retail;
using Omnichannel.Terminal;

namespace Omnichannel.Replay;

/// <summary><c>omni replay FILE</c></summary>
internal static class ReplayCommand
{
    private const int ConcurrencyDefault = 64;
    private const int ConcurrencyMax = 1_024;

    private const string Summary = "Drives a grid with the UCI Online Retail file, in file order per SKU.";

    private const string Details = """
        What becomes of the rows:
          opening stock       derived from the whole file (the least with which no row is refused), received and labelled as derived
          known customers     registered with the country of the file and a synthetic loyalty card. What they buy on one invoice is a cart (channel
                              web): lines added with a hold, at the price of their row; checked out at the total of the rows; the holds confirmed and
                              fulfilled; the purchase written down. Up to 100 lines, 1,000 units a line and 5,000 a cart: a longer invoice is several
                              carts, a larger line is reserved by itself
          prices              the base price of a SKU, in pence, is set whenever the price in a cart row is another one than in the one before
          guests              a sale at a till (channel store): the file does not say who they are, so that nobody has a cart
          C invoices          received back with the reason "return", and written into the history of the customer
          corrections         rows without a price that are negative, or the only line of their invoice and of no customer: adjusted, with the
                              description as the reason
          other free goods    leave like a sale
          skipped             A invoices and codes that are not products: carriage, fees, vouchers; counted by code
        With --stock-only what known customers buy is reserved, confirmed and fulfilled row by row, and nothing of them is kept.

        Ids follow from the run, the invoice and the row: start the same command again after a kill, of either side, and nothing is doubled. The
        grid knows an id again for at least a day. A run that is started again later than that changes nothing: a SKU whose ids the grid has
        forgotten is refused at its first step.

        The file: UCI Machine Learning Repository id 352, as CSV (InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country).
        """;

    public static Command Create()
    {
        var (grid, run) = (new GridOptions(), new RunOptions());
        var file = new Argument<FileInfo>("FILE") { Description = "The UCI Online Retail file, .csv or .csv.gz." };
        file.Validators.Add(result => FileArguments.MustExist(result, result.GetValueOrDefault<FileInfo>()));
        var concurrency = new Option<int>("--concurrency")
        {
            Description = "Orders (with --stock-only: SKUs) that are worked on at the same time.",
            HelpName = "N",
            DefaultValueFactory = _ => ConcurrencyDefault,
        };
        concurrency.Must(static count => count is >= 1 and <= ConcurrencyMax, $"--concurrency is 1 to {ConcurrencyMax}.");
        var command = new DetailedCommand("replay", Summary, Details) { file, concurrency };
        run.AddTo(command);
        grid.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = grid.Connect(parsed, parsed.GetValue(concurrency));
            var path = parsed.GetRequiredValue(file).FullName;
            var plan = RetailPlan.Of(parsed.GetRequiredValue(run.Run), () => RetailFile.Read(path));
            var totals = RetailTotals.Of(plan, run.Rows(parsed, path));
            var counts = new ReplayCounts();
            var (location, isStockOnly) = (parsed.GetRequiredValue(run.Location), parsed.GetValue(run.StockOnly));
            Func<IEnumerable<RetailRow>, int, CancellationToken, Task> replayAsync = isStockOnly
                ? new StockReplay(client, plan, location, counts).RunAsync
                : new OrderReplay(client, plan, location, counts).RunAsync;
            var started = Stopwatch.GetTimestamp();
            try
            {
                var rows = run.Rows(parsed, path);
                await Progressing.ShowAsync(
                    "rows", totals.RowsCount, () => counts.RowsDone, () => replayAsync(rows, parsed.GetValue(concurrency), cancellation));
            }
            catch (Exception interrupted) when (interrupted is GridUnreachableException or OperationCanceledException)
            {
                ReplayReport.Write(counts, totals, client, Stopwatch.GetElapsedTime(started));
                Screen.Error("the replay stopped half-way. The same command goes on with it; nothing is doubled.");
                throw;
            }

            ReplayReport.Write(counts, totals, client, Stopwatch.GetElapsedTime(started));
            return counts.Refused + counts.NotSent == 0 ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }
}
