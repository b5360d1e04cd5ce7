using System.CommandLine;
using System.CommandLine.Parsing;
using Omnichannel.Grid;

namespace Omnichannel.Terminal;

/// <summary>The options that every command which talks to a grid has.</summary>
internal sealed class GridOptions
{
    private const int PatienceSecondsDefault = 60;

    public Option<Uri> Url { get; } = new("--url")
    {
        Description = "Where the grid is. The environment variable OMNI_URL changes the default.",
        HelpName = "URL",
        CustomParser = ParseUrl,
        DefaultValueFactory = _ => new(Environment.GetEnvironmentVariable("OMNI_URL") is { Length: > 0 } url ? url : Contract.DefaultUrl),
    };

    public Option<int> Patience { get; } = new("--patience")
    {
        Description = "How long one call is repeated while the grid gives no answer, in seconds: a restart of the grid is ridden out.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => PatienceSecondsDefault,
    };

    public void AddTo(Command command)
    {
        Patience.Must(static seconds => seconds >= 0, "--patience is 0 or more seconds.");
        command.Options.Add(Url);
        command.Options.Add(Patience);
    }

    public GridClient Connect(ParseResult parsed, int connectionsMax, TimeSpan? attemptFor = null) =>
        new(parsed.GetRequiredValue(Url), PatienceOf(parsed), connectionsMax, attemptFor);

    public TimeSpan PatienceOf(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(Patience));

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        result.AddError($"--url wants an http or https address, not '{text}'.");
        return null;
    }
}
