namespace Omnichannel.Tidy;

/// <summary>Collects everything that is wrong, so that one run tells it all.</summary>
internal static class Complaints
{
    public static void None(IEnumerable<string> complaints)
    {
        var all = complaints.ToArray();
        Assert.True(all.Length == 0, $"{all.Length} to put right:\n{string.Join('\n', all.Take(100))}");
    }

    /// <summary>The lines of files that a rule forbids, as <c>path:line: text</c>.</summary>
    public static IEnumerable<string> Lines(IEnumerable<TrackedFile> files, Func<string, bool> isForbidden, string why) =>
        from file in files
        from line in file.Lines.Select((text, index) => (text, number: index + 1))
        where isForbidden(line.text)
        select $"{file.Path}:{line.number}: {why}: {line.text.Trim()}";
}
