using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Omnichannel.Grid;
using Omnichannel.Retail;

namespace Omnichannel.Terminal;

/// <summary>Which replay: its name, its place, its last day and its extent. Replay and audit must be given the same.</summary>
internal sealed class RunOptions
{
    public const string RunDefault = "uci";
    public const string LocationDefault = "online-retail";

    // Leaves room for the invoice and the row in an id.
    private const int RunLengthMax = 32;

    public Option<string> Run { get; } = new("--run")
    {
        Description = "Name of the run: part of every id. The same name continues or repeats a run, another name is another run.",
        HelpName = "ID",
        DefaultValueFactory = _ => RunDefault,
    };

    public Option<string> Location { get; } = new("--location")
    {
        Description = "The location whose stock is used. It should be used by this run only.",
        HelpName = "ID",
        DefaultValueFactory = _ => LocationDefault,
    };

    public Option<DateOnly?> Until { get; } = new("--until")
    {
        Description = "The last day of the file that counts, as 2010-12-31. Default: all of it.",
        HelpName = "DATE",
        CustomParser = ParseDate,
    };

    public Option<bool> StockOnly { get; } = new("--stock-only")
    {
        Description = "Stock alone: no customers, carts, prices or purchases. Known customers' goods are then reserved one by one.",
    };

    public void AddTo(Command command)
    {
        Run.Validators.Add(result => CheckIdentifier(result, RunLengthMax));
        Location.Validators.Add(result => CheckIdentifier(result, Contract.IdentifierLengthMax));
        command.Options.Add(Run);
        command.Options.Add(Location);
        command.Options.Add(Until);
        command.Options.Add(StockOnly);
    }

    /// <summary>The rows of the file that count.</summary>
    public IEnumerable<RetailRow> Rows(ParseResult parsed, string path)
    {
        var rows = RetailFile.Read(path);
        return parsed.GetValue(Until) is { } until ? rows.Where(row => DateOnly.FromDateTime(row.At) <= until) : rows;
    }

    private static void CheckIdentifier(OptionResult result, int lengthMax)
    {
        var text = result.GetValueOrDefault<string>() ?? "";
        if (text.Length > lengthMax || !Contract.IsIdentifier(text))
            result.AddError($"{result.Option.Name} wants 1 to {lengthMax} characters of A-Z a-z 0-9 . _ : -, not '{text}'.");
    }

    private static DateOnly? ParseDate(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        result.AddError($"--until wants a date such as 2010-12-31, not '{text}'.");
        return null;
    }
}
