namespace Omnichannel.Bench;

/// <summary>What an operator starts: published programs, compiled ahead of time where the compiler for that can be had.</summary>
internal sealed class Published(string folder)
{
    /// <summary>Whether all of them are compiled ahead of time.</summary>
    public bool IsCompiledAhead { get; private set; } = true;

    public string Api => Path.Combine(folder, "Api", "Omnichannel.Api.dll");

    public string Peers => Path.Combine(folder, "Peers", "Omnichannel.Peers.dll");

    public async Task MakeAsync(CancellationToken cancellation)
    {
        await PublishAsync(Path.Combine("src", "Api"), Api, cancellation);
        await PublishAsync(Path.Combine("bench", "Peers"), Peers, cancellation);
    }

    private async Task PublishAsync(string project, string program, CancellationToken cancellation)
    {
        string[] arguments = ["publish", project, "-c", "Release", "-o", Path.GetDirectoryName(program)!, "-v", "quiet"];
        try
        {
            await Tool.RunAsync("dotnet", cancellation, [.. arguments, "--use-current-runtime", "--self-contained", "false"]);
        }
        catch (InvalidOperationException withoutCompiler)
        {
            // The page says how it was. What else is wrong with the project fails here as well.
            Console.WriteLine(withoutCompiler.Message);
            IsCompiledAhead = false;
            await Tool.RunAsync("dotnet", cancellation, arguments);
        }
    }
}
