namespace Omnichannel.Audit.History.Checks;

/// <summary>One promise that is about clients and the journal together.</summary>
internal interface IHistoryCheck
{
    void Run(HistoryAudit history, Findings findings);
}
